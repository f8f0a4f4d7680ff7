"""What an ensemble takes beside one run, as it is estimated before it begins."""

from InvertSegLib.session.memory import NETWORKS, required_memory


def test_one_more_output_and_one_more_volume_are_held():
    network = NETWORKS["totalsegmentator", "total", "fast"]
    shape, spacing = (200, 400, 400), (1.5, 1.0, 1.0)
    once = required_memory(shape, spacing, network)
    ensemble = required_memory(shape, spacing, network, ensemble=True)
    output = 100 * 134 * 134 * 118 * 2  # on the network's grid of 3 mm, in half precision
    voxels = 200 * 400 * 400
    assert output + 4 * voxels < ensemble - once < output + 12 * voxels
