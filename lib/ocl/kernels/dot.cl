/* dot.cl - the integer heart of quantized products: 16 rows times 4 values at once, exact, so every form gives the same bits.
 *
 * GP_DOT4(acc, w, px): acc[r] += sum over j of u8(w[r] byte j) * s8(*px byte j), 16 rows r, 4 bytes j.
 * The host sets GP_VNNI to what its CPU has (bit 0: AVX-VNNI, bit 1: AVX-512 VNNI); each has a form of its own, because a CPU
 * with one need not have the other. The compiler's target has a say as well, since instructions that need wide registers cannot
 * be assembled for a smaller one. GP_PORTABLE leaves out all of them.
 *
 * GP_FAR is what a function is that uses GP_DOT4: where that is an instruction written out, it stands in a function of its own,
 * which asks for no work-item ids (kernels hand them over). Some compilers of OpenCL abort over inline assembly in a kernel.
 * Braces in the assembler text are written %{ and %}. */
#if defined(GP_PORTABLE)
#define GP_DOT_FORM 0
#elif defined(GP_VNNI) && (GP_VNNI & 2) && defined(__AVX512F__)
#define GP_DOT_FORM 4
#elif defined(GP_VNNI) && (GP_VNNI & 1) && defined(__AVX2__)
#define GP_DOT_FORM 3
#elif defined(__AVX2__)
#define GP_DOT_FORM 2
#elif defined(__SSE2__)
#define GP_DOT_FORM 1
#else
#define GP_DOT_FORM 0
#endif

#if GP_DOT_FORM >= 3
#define GP_FAR __attribute__((noinline)) static
#else
#define GP_FAR static inline
#endif

#if GP_DOT_FORM == 1 || GP_DOT_FORM == 2
/* Weights as two vectors of 16-bit values (even and odd bytes), activations likewise: exact 16-bit multiply, 32-bit add. */
#define GP_EVEN(x) ((((x) << 24) >> 24 & 0xffff) | ((x) << 8 >> 24 << 16))
#define GP_ODD(x) ((((x) << 16) >> 24 & 0xffff) | ((x) >> 24 << 16))
#endif

#if GP_DOT_FORM == 4
static inline int16 GP_DOT4(int16 acc, int16 w, gp_ci px)
{
    __asm__("vpdpbusd %2%{1to16%}, %1, %0" : "+v"(acc) : "v"(w), "m"(*px));
    return acc;
}
#elif GP_DOT_FORM == 3
static inline int16 GP_DOT4(int16 acc, int16 w, gp_ci px)
{
    int8 x = (int8)(*px), a = acc.lo, b = acc.hi, c = w.lo, d = w.hi;
    __asm__("%{vex%} vpdpbusd %2, %1, %0" : "+x"(a) : "x"(c), "x"(x));
    __asm__("%{vex%} vpdpbusd %2, %1, %0" : "+x"(b) : "x"(d), "x"(x));
    return (int16)(a, b);
}
#elif GP_DOT_FORM == 2
typedef short gp_v16s __attribute__((ext_vector_type(16)));
static inline int8 gp_madd8(uint8 a, int8 b)
{
    gp_v16s x, y;
    __builtin_memcpy(&x, &a, 32);
    __builtin_memcpy(&y, &b, 32);
    __attribute__((vector_size(32))) int r = __builtin_ia32_pmaddwd256(x, y);
    int8 o;
    __builtin_memcpy(&o, &r, 32);
    return o;
}
static inline int16 GP_DOT4(int16 acc, int16 w, gp_ci px)
{
    int x = *px;
    int8 even = (int8)(GP_EVEN(x)), odd = (int8)(GP_ODD(x));
    uint8 l = as_uint8(w.lo), h = as_uint8(w.hi);
    int8 a = gp_madd8(l & 0x00ff00ffu, even) + gp_madd8((l >> 8u) & 0x00ff00ffu, odd);
    int8 b = gp_madd8(h & 0x00ff00ffu, even) + gp_madd8((h >> 8u) & 0x00ff00ffu, odd);
    return acc + (int16)(a, b);
}
#elif GP_DOT_FORM == 1
typedef short gp_v8s __attribute__((ext_vector_type(8)));
static inline int4 gp_madd4(uint4 a, int4 b)
{
    gp_v8s x, y;
    __builtin_memcpy(&x, &a, 16);
    __builtin_memcpy(&y, &b, 16);
    __attribute__((vector_size(16))) int r = __builtin_ia32_pmaddwd128(x, y);
    int4 o;
    __builtin_memcpy(&o, &r, 16);
    return o;
}
static inline int4 gp_dot4q(int4 w, int4 even, int4 odd)
{
    uint4 u = as_uint4(w);
    return gp_madd4(u & 0x00ff00ffu, even) + gp_madd4((u >> 8u) & 0x00ff00ffu, odd);
}
static inline int16 GP_DOT4(int16 acc, int16 w, gp_ci px)
{
    int x = *px;
    int4 even = (int4)(GP_EVEN(x)), odd = (int4)(GP_ODD(x));
    return acc + (int16)(gp_dot4q(w.lo.lo, even, odd), gp_dot4q(w.lo.hi, even, odd), gp_dot4q(w.hi.lo, even, odd), gp_dot4q(w.hi.hi, even, odd));
}
#else
static inline int16 GP_DOT4(int16 acc, int16 w, gp_ci px)
{
    int x = *px;
    uint16 u = as_uint16(w);
    return acc + as_int16(u & 255u) * (x << 24 >> 24) + as_int16((u >> 8u) & 255u) * (x << 16 >> 24) +
           as_int16((u >> 16u) & 255u) * (x << 8 >> 24) + as_int16(u >> 24u) * (x >> 24);
}
#endif

/* Asked once after building: which form was compiled, and whether it and the device's fma compute what they must.
 * in: 16 ints of weights, then 16 ints of activations; out: form, then 16 dot results, then bits of three products. */
GP_FAR void gp_probe_once(gp_ci in, gp_cf f, __global int *out)
{
    int16 w = vload16(0, in), acc = (int16)(7);
    for (int j = 0; j < 16; j++) acc = GP_DOT4(acc, w, in + 16 + j);
    out[0] = GP_DOT_FORM;
    vstore16(acc, 0, out + 1);
    out[17] = as_int(fma(f[0], f[1], f[2]));
    out[18] = as_int(f[0] * f[1] + f[2]);
    out[19] = as_int(gp_exp_float(f[3]));
}

__kernel void gp_probe(gp_ci in, gp_cf f, __global int *out)
{
    if (!(get_global_id(0) + get_global_id(1))) gp_probe_once(in, f, out);
}
