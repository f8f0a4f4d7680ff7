"""The method: T1-weighted MRI turned into something that looks like CT to a CT-trained network.

`parameters` and `presets` say what is done, `invert` does it, `histogram` answers what sliders ask,
`background` finds the body. Paper: Haentze et al., arXiv 2405.03713, equation 1.
"""
