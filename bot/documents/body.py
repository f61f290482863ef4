"""The measures of the one person in all pictures, in metres, and how far their joints may go, in degrees.

Proportions are those of an adult of about 1.75 m, with a head, hands and feet a little larger so that they can be read on
a phone. The limits are ordinary ranges of a healthy adult, rounded; the pictures stay inside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

THIGH: Final = 0.43
SHANK: Final = 0.42
UPPER_ARM: Final = 0.28
FOREARM: Final = 0.25
HAND: Final = 0.13
NECK: Final = 0.095
#: From the end of the neck to the middle of the head.
HEAD: Final = 0.10
#: From the hips to the lowest joint of the back.
PELVIS: Final = 0.10
#: The small of the back, and the back from there to the neck, along their curves.
LUMBAR: Final = 0.18
THORACIC: Final = 0.28

#: Half the distance between the hips, between the shoulders.
HIP_HALF: Final = 0.085
SHOULDER_HALF: Final = 0.165

#: The natural curves of somebody who stands at ease; joints count from here.
LUMBAR_AT_EASE: Final = -15.0
THORACIC_AT_EASE: Final = 16.0
NECK_AT_EASE: Final = 9.0
HEAD_AT_EASE: Final = -16.0

HEAD_RADIUS: Final = 0.118
ANKLE_HEIGHT: Final = 0.075
WRIST_HEIGHT: Final = 0.035

#: Smallest and largest angle of each joint.
LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "lumbar": (-30, 55),
    "thoracic": (-20, 40),
    "neck": (-60, 50),
    "hip": (-25, 130),
    "knee": (0, 155),
    # With the bend of the middle of the foot, as in kneeling.
    "ankle": (-80, 35),
    "shoulder": (-60, 180),
    "elbow": (0, 150),
    "wrist": (-95, 95),
}
