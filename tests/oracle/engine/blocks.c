/* blocks.c - types of weights: blocks of 32 codes with their scales, products with quantized activations, rows as floats. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "blocks.h"

float half_at(const unsigned char *p) { return o_half((uint16_t)(p[0] | p[1] << 8)); }

int nibble(const unsigned char *p, int i) { return i < 16 ? p[i] & 15 : p[i - 16] >> 4; }
int bit(const unsigned char *p, int i) { return p[i / 8] >> i % 8 & 1; }

static void q4_0(const unsigned char *p, int b, block *o)
{
    (void)b;
    o->d = half_at(p);
    for (int i = 0; i < 32; i++) o->code[i] = nibble(p + 2, i) - 8;
}

static void q4_1(const unsigned char *p, int b, block *o)
{
    (void)b;
    o->d = half_at(p);
    o->dmin = half_at(p + 2);
    for (int i = 0; i < 32; i++) o->code[i] = nibble(p + 4, i);
}

static void q5_0(const unsigned char *p, int b, block *o)
{
    (void)b;
    o->d = half_at(p);
    for (int i = 0; i < 32; i++) o->code[i] = (nibble(p + 6, i) | bit(p + 2, i) << 4) - 16;
}

static void q5_1(const unsigned char *p, int b, block *o)
{
    (void)b;
    o->d = half_at(p);
    o->dmin = half_at(p + 2);
    for (int i = 0; i < 32; i++) o->code[i] = nibble(p + 8, i) | bit(p + 4, i) << 4;
}

static void q8_0(const unsigned char *p, int b, block *o)
{
    (void)b;
    o->d = half_at(p);
    for (int i = 0; i < 32; i++) o->code[i] = (int8_t)p[2 + i];
}

static void q2_k(const unsigned char *p, int b, block *o)
{
    o->d = half_at(p + 80);
    o->dmin = -half_at(p + 82);
    for (int h = 0; h < 2; h++) {
        o->sub[h] = p[2 * b + h] & 15;
        o->min[h] = p[2 * b + h] >> 4;
    }
    for (int i = 0; i < 32; i++) o->code[i] = p[16 + 32 * (b / 4) + i] >> 2 * (b % 4) & 3;
}

static void q3_k(const unsigned char *p, int b, block *o)
{
    const unsigned char *s = p + 96;
    o->d = half_at(p + 108);
    for (int h = 0; h < 2; h++) {
        int i = 2 * b + h;
        o->sub[h] = ((s[i % 8] >> 4 * (i / 8) & 15) | (s[8 + i % 4] >> 2 * (i / 4) & 3) << 4) - 32;
    }
    for (int i = 0; i < 32; i++)
        o->code[i] = ((p[32 + 32 * (b / 4) + i] >> 2 * (b % 4) & 3) | (p[i] >> b & 1) << 2) - 4;
}

/* Scales and minimums of 6 bits in 12 bytes, for Q4_K and Q5_K. */
static void scales_k(const unsigned char *s, int b, block *o)
{
    o->sub[0] = b < 4 ? s[b] & 63 : (s[b + 4] & 15) | s[b - 4] >> 6 << 4;
    o->min[0] = b < 4 ? s[b + 4] & 63 : s[b + 4] >> 4 | s[b] >> 6 << 4;
}

static void q4_k(const unsigned char *p, int b, block *o)
{
    o->d = half_at(p);
    o->dmin = -half_at(p + 2);
    scales_k(p + 4, b, o);
    for (int i = 0; i < 32; i++) o->code[i] = p[16 + 32 * (b / 2) + i] >> 4 * (b % 2) & 15;
}

static void q5_k(const unsigned char *p, int b, block *o)
{
    o->d = half_at(p);
    o->dmin = -half_at(p + 2);
    scales_k(p + 4, b, o);
    for (int i = 0; i < 32; i++)
        o->code[i] = (p[48 + 32 * (b / 2) + i] >> 4 * (b % 2) & 15) | (p[16 + i] >> b & 1) << 4;
}

static void q6_k(const unsigned char *p, int b, block *o)
{
    o->d = half_at(p + 208);
    for (int h = 0; h < 2; h++) o->sub[h] = (int8_t)p[192 + 2 * b + h];
    for (int i = 0; i < 32; i++)
        o->code[i] = ((p[64 * (b / 4) + 32 * (b % 2) + i] >> 4 * (b / 2 % 2) & 15) |
                      (p[128 + 32 * (b / 4) + i] >> 2 * (b % 4) & 3) << 4) -
                     32;
}

static const int levels_iq4[] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
const int levels_fp4[16] = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

static void iq4_nl(const unsigned char *p, int b, block *o)
{
    (void)b;
    o->d = half_at(p);
    for (int i = 0; i < 32; i++) o->code[i] = levels_iq4[nibble(p + 2, i)];
}

static void iq4_xs(const unsigned char *p, int b, block *o)
{
    int high = p[2] | p[3] << 8;
    o->d = half_at(p);
    o->sub[0] = ((p[4 + b / 2] >> 4 * (b % 2) & 15) | (high >> 2 * b & 3) << 4) - 32;
    for (int i = 0; i < 32; i++) o->code[i] = levels_iq4[nibble(p + 8 + 16 * b, i)];
}

static void mxfp4(const unsigned char *p, int b, block *o)
{
    (void)b;
    o->d = ldexpf(1.f, p[0] - 128);
    for (int i = 0; i < 32; i++) o->code[i] = levels_fp4[nibble(p + 1, i)];
}

static int digit(int byte, int n)
{
    static const int power[] = {1, 3, 9, 27, 81};
    return (byte * power[n] & 255) * 3 >> 8;
}

static void tq1_0(const unsigned char *p, int b, block *o)
{
    o->d = half_at(p + 52);
    for (int i = 0; i < 32; i++) {
        int v = 32 * b + i;
        if (v < 160) o->code[i] = digit(p[v % 32], v / 32) - 1;
        else if (v < 240) o->code[i] = digit(p[32 + (v - 160) % 16], (v - 160) / 16) - 1;
        else o->code[i] = digit(p[48 + (v - 240) % 4], (v - 240) / 4) - 1;
    }
}

static void tq2_0(const unsigned char *p, int b, block *o)
{
    o->d = half_at(p + 64);
    for (int i = 0; i < 32; i++) o->code[i] = (p[32 * (b / 4) + i] >> 2 * (b % 4) & 3) - 1;
}

static void q1_0(const unsigned char *p, int b, block *o)
{
    o->d = half_at(p);
    for (int i = 0; i < 32; i++) o->code[i] = 2 * bit(p + 2, 32 * b + i) - 1;
}

static void q2_0(const unsigned char *p, int b, block *o)
{
    o->d = half_at(p);
    for (int i = 0; i < 32; i++) o->code[i] = (p[2 + 8 * b + i / 4] >> 2 * (i % 4) & 3) - 1;
}

static const format formats[] = {
    {T_Q4_0, 32, 18, NO_SUBS, false, q4_0},          {T_Q4_1, 32, 20, NO_SUBS, true, q4_1},
    {T_Q5_0, 32, 22, NO_SUBS, false, q5_0},          {T_Q5_1, 32, 24, NO_SUBS, true, q5_1},
    {T_Q8_0, 32, 34, NO_SUBS, false, q8_0},          {T_Q2_K, 256, 84, SUB_HALF, true, q2_k},
    {T_Q3_K, 256, 110, SUB_HALF, false, q3_k},       {T_Q4_K, 256, 144, SUB_BLOCK, true, q4_k},
    {T_Q5_K, 256, 176, SUB_BLOCK, true, q5_k},       {T_Q6_K, 256, 210, SUB_HALF, false, q6_k},
    {T_IQ1_S, 256, 50, SUB_BLOCK, false, iq1_s},     {T_IQ1_M, 256, 56, SUB_HALF, false, iq1_m},
    {T_IQ2_XXS, 256, 66, SUB_BLOCK, false, iq2_xxs}, {T_IQ2_XS, 256, 74, SUB_HALF, false, iq2_xs},
    {T_IQ2_S, 256, 82, SUB_HALF, false, iq2_s},      {T_IQ3_XXS, 256, 98, SUB_BLOCK, false, iq3_xxs},
    {T_IQ3_S, 256, 110, SUB_BLOCK, false, iq3_s},    {T_IQ4_NL, 32, 18, NO_SUBS, false, iq4_nl},
    {T_IQ4_XS, 256, 136, SUB_BLOCK, false, iq4_xs},  {T_TQ1_0, 256, 54, NO_SUBS, false, tq1_0},
    {T_TQ2_0, 256, 66, NO_SUBS, false, tq2_0},       {T_MXFP4, 32, 17, NO_SUBS, false, mxfp4},
    {T_NVFP4, 64, 36, SUB_REAL, false, nvfp4},       {T_Q1_0, 128, 18, NO_SUBS, false, q1_0},
    {T_Q2_0, 64, 18, NO_SUBS, false, q2_0},
};

bool o_is_float(uint32_t type) { return type == T_F32 || type == T_F16 || type == T_BF16; }

static const format *format_of(uint32_t type)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i].type == type) return &formats[i];
    oracle_refuse("tensor type %u", type);
}

uint64_t o_row_bytes(uint32_t type, uint64_t n)
{
    if (o_is_float(type)) return n * (type == T_F32 ? 4 : 2);
    const format *f = format_of(type);
    if (n % f->values) oracle_broken("a row of %u values of type %u", (unsigned)n, type);
    return n / f->values * f->bytes;
}

static block read_block(const format *f, const unsigned char *row, uint32_t b)
{
    uint32_t per = f->values / 32;
    block o = {.sub = {1, 1}, .min = {1, 1}};
    f->read(row + (size_t)(b / per) * f->bytes, (int)(b % per), &o);
    if (f->sub < SUB_HALF) {
        o.sub[1] = o.sub[0];
        o.min[1] = o.min[0];
    }
    return o;
}

static float one_float(uint32_t type, const unsigned char *row, uint32_t i)
{
    float f;
    if (type == T_F16) return half_at(row + 2 * (size_t)i);
    if (type == T_BF16) {
        uint32_t u = (uint32_t)row[2 * (size_t)i] << 16 | (uint32_t)row[2 * (size_t)i + 1] << 24;
        return memcpy(&f, &u, 4), f;
    }
    return memcpy(&f, row + 4 * (size_t)i, 4), f;
}

void o_row(uint32_t type, const unsigned char *row, uint32_t n, float scale, float *out)
{
    if (o_is_float(type)) {
        for (uint32_t i = 0; i < n; i++) out[i] = one_float(type, row, i) * scale;
        return;
    }
    const format *f = format_of(type);
    for (uint32_t b = 0; b < n / 32; b++) {
        block o = read_block(f, row, b);
        for (int i = 0; i < 32; i++) {
            float sub = f->sub == SUB_REAL ? o.real[i / 16] : (float)o.sub[i / 16];
            float v = (o.d * sub) * (float)o.code[i];
            if (f->mins) v = v + o.dmin * (float)o.min[i / 16];
            out[32 * b + (uint32_t)i] = v * scale;
        }
    }
}

/* ---- activations ---- */

/* One block of x, which is replaced by what the quants leave over. */
static float quantize(float *x, int8_t *q)
{
    float m = 0.f;
    for (int i = 0; i < 32; i++) m = fabsf(x[i]) > m ? fabsf(x[i]) : m;
    bool some = m >= 0x1p-80f;
    float id = some ? o_div(127.f, m) : 0.f, d = some ? m * 0x1.020408p-7f : 0.f;
    for (int i = 0; i < 32; i++) {
        float n = fmaf(x[i], id, 0x1.8p23f) - 0x1.8p23f;
        q[i] = (int8_t)n;
        x[i] = fmaf(-d, n, x[i]);
    }
    return d;
}

acts o_activations(const float *x, uint32_t n, bool residuals)
{
    acts a = {.n = n, .x = x, .rows = residuals ? 2 : 1};
    for (int r = 0; r < a.rows; r++) {
        a.q[r] = oracle_room(n, 1);
        a.d[r] = oracle_room(n / 32 + 1, sizeof(float));
    }
    for (uint32_t b = 0; b < n / 32; b++) {
        float left[32];
        memcpy(left, x + 32 * b, sizeof left);
        for (int r = 0; r < a.rows; r++) a.d[r][b] = quantize(left, a.q[r] + 32 * b);
    }
    return a;
}

void o_release(acts *a)
{
    for (int r = 0; r < a->rows; r++) {
        free(a->q[r]);
        free(a->d[r]);
    }
}

/* ---- products ---- */

static float dot_float(uint32_t type, const unsigned char *row, const acts *a)
{
    float total = 0.f;
    for (uint32_t k0 = 0; k0 < a->n; k0 += 512) {
        float s[4] = {0};
        for (uint32_t k = k0; k < a->n && k < k0 + 512; k++)
            s[k % 4] = fmaf(one_float(type, row, k), a->x[k], s[k % 4]);
        total = total + ((s[0] + s[2]) + (s[1] + s[3]));
    }
    return total;
}

/* Integer dot and sum of a half block. */
static int64_t dot16(const int *code, const int8_t *q, int64_t *sum)
{
    int64_t dot = 0;
    *sum = 0;
    for (int i = 0; i < 16; i++) {
        dot += code[i] * q[i];
        *sum += q[i];
    }
    return dot;
}

static void add_block(const format *f, const block *o, const int8_t *q, float dx, float *sum, float *low)
{
    int64_t s0, s1, d0 = dot16(o->code, q, &s0), d1 = dot16(o->code + 16, q + 16, &s1);
    if (f->sub == SUB_REAL) {
        *sum = fmaf((float)d0, o->real[0] * dx, *sum);
        *sum = fmaf((float)d1, o->real[1] * dx, *sum);
    } else *sum = fmaf((float)(d0 * o->sub[0] + d1 * o->sub[1]), dx, *sum);
    if (!f->mins) return;
    if (f->sub == SUB_HALF) *low = fmaf((float)(s0 * o->min[0] + s1 * o->min[1]), dx, *low);
    else *low = fmaf((float)o->min[0], (float)(s0 + s1) * dx, *low);
}

static float dot_blocks(const format *f, const unsigned char *row, uint32_t n, const int8_t *q, const float *dx)
{
    float total = 0.f;
    uint32_t per = f->values / 32;
    for (uint32_t b0 = 0; b0 < n / 32; b0 += 16) {
        float span = 0.f;
        for (uint32_t g = b0; g < n / 32 && g < b0 + 16; g += per) {
            float sum = 0.f, low = 0.f;
            block o = {0};
            for (uint32_t b = g; b < g + per; b++) {
                o = read_block(f, row, b);
                add_block(f, &o, q + 32 * (size_t)b, dx[b], &sum, &low);
            }
            span = fmaf(o.d, sum, span);
            if (f->mins) span = fmaf(o.dmin, low, span);
        }
        total = total + span;
    }
    return total;
}

static float dot_q8_0(const unsigned char *row, uint32_t n, const int8_t *q, const float *dx)
{
    float total = 0.f;
    for (uint32_t b0 = 0; b0 < n / 32; b0 += 16) {
        float span = 0.f;
        for (uint32_t b = b0; b < n / 32 && b < b0 + 16; b++) {
            int dot = 0;
            for (int i = 0; i < 32; i++)
                dot += (int8_t)row[34 * (size_t)b + 2 + (size_t)i] * q[32 * (size_t)b + (size_t)i];
            span = fmaf((float)dot, half_at(row + 34 * (size_t)b) * dx[b], span);
        }
        total = total + span;
    }
    return total;
}

float o_dot(uint32_t type, const unsigned char *row, const acts *a)
{
    if (o_is_float(type)) return dot_float(type, row, a);
    const format *f = format_of(type);
    float part[2] = {0};
    for (int r = 0; r < a->rows; r++)
        part[r] = type == T_Q8_0 ? dot_q8_0(row, a->n, a->q[r], a->d[r]) : dot_blocks(f, row, a->n, a->q[r], a->d[r]);
    return a->rows == 2 ? part[0] + part[1] : part[0];
}
