"""A synthetic torso: random anatomy, rendered as CT, T1-weighted and T2-weighted MRI."""
