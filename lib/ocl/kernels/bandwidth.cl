/* bandwidth.cl - how fast this device can read memory: nothing but loads, folded so that none can be left out.
 *
 * One work-item reads one run of `vectors` int16 (64 bytes each), in order. Integer arithmetic, so order is free. */
__kernel void gp_read_all(__global const int *data, __global int *out, int vectors, int runs)
{
    size_t g = get_global_id(1);
    if (g >= (size_t)runs) return;
    __global const int *p = data + g * (size_t)vectors * 16;
    int16 a = (int16)(0), b = (int16)(0), c = (int16)(0), d = (int16)(0);
    for (int i = 0; i < vectors; i += 4) {
        a ^= vload16(i, p);
        b ^= vload16(i + 1, p);
        c ^= vload16(i + 2, p);
        d ^= vload16(i + 3, p);
    }
    vstore16(a ^ b ^ c ^ d, g, out);
}
