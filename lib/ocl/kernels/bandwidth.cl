/* bandwidth.cl - reads memory as fast as the device can: the ceiling that token rates are compared with. Integers only. */
__kernel void gp_read_all(__global const ulong *p, __global ulong *out, int steps, int items)
{
    int g = (int)get_global_id(1);
    if (g >= items || get_global_id(0)) return;
    ulong8 a = (ulong8)(0), b = a, c = a, d = a;
    p += (size_t)g * steps * 32;
    for (int i = 0; i < steps; i++, p += 32) {
        a += vload8(0, p);
        b += vload8(1, p);
        c += vload8(2, p);
        d += vload8(3, p);
    }
    a = (a + b) + (c + d);
    out[g] = a.s0 + a.s1 + a.s2 + a.s3 + a.s4 + a.s5 + a.s6 + a.s7;
}
