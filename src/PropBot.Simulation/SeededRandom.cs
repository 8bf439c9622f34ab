using System.Numerics;

namespace PropBot.Simulation;

/// <summary>
/// xoshiro256** (Blackman, Vigna, https://prng.di.unimi.it/xoshiro256starstar.c), seeded by SplitMix64: the same numbers on
/// every machine and runtime, and a state that can be kept and put back.
/// </summary>
public sealed class SeededRandom
{
    private const double UnitOf53Bits = 1.0 / (1UL << 53);
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public SeededRandom(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    /// <summary>Independent streams from one seed: the text says what the numbers are for.</summary>
    public SeededRandom(ulong seed, string purpose)
        : this(Mix(seed, purpose))
    {
    }

    public RandomState State
    {
        get => new(_a, _b, _c, _d);
        set => (_a, _b, _c, _d) = (value.A, value.B, value.C, value.D);
    }

    public ulong NextUInt64()
    {
        unchecked
        {
            ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9;
            ulong t = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= t;
            _d = BitOperations.RotateLeft(_d, 45);
            return result;
        }
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * UnitOf53Bits;

    /// <summary>Uniform in [0, bound).</summary>
    public int NextInt(int bound) => (int)((UInt128)NextUInt64() * (uint)bound >> 64);

    /// <summary>Standard normal (Marsaglia's polar method, the second number thrown away so that the state is all there is).</summary>
    public double NextNormal()
    {
        while (true)
        {
            double u = (2.0 * NextDouble()) - 1.0;
            double v = (2.0 * NextDouble()) - 1.0;
            double s = (u * u) + (v * v);
            if (s is > 0.0 and < 1.0)
            {
                return u * Math.Sqrt(-2.0 * Math.Log(s) / s);
            }
        }
    }

    /// <summary>Exponential with the given mean: waiting times of a Poisson process.</summary>
    public double NextExponential(double mean) => -mean * Math.Log(1.0 - NextDouble());

    /// <summary>
    /// Student's t scaled to variance 1 (Bailey's polar form, 1994).
    /// </summary>
    /// <param name="degrees">Degrees of freedom, above 2.</param>
    public double NextStudent(double degrees)
    {
        while (true)
        {
            double u = (2.0 * NextDouble()) - 1.0;
            double v = (2.0 * NextDouble()) - 1.0;
            double s = (u * u) + (v * v);
            if (s is > 0.0 and < 1.0)
            {
                double t = u * Math.Sqrt(degrees * (Math.Pow(s, -2.0 / degrees) - 1.0) / s);
                return t * Math.Sqrt((degrees - 2.0) / degrees);
            }
        }
    }

    private static ulong Mix(ulong seed, string purpose)
    {
        unchecked
        {
            ulong hash = 14695981039346656037UL;
            foreach (char c in purpose)
            {
                hash = (hash ^ c) * 1099511628211UL;
            }

            return SplitMix(ref seed) ^ hash;
        }
    }

    private static ulong SplitMix(ref ulong seed)
    {
        unchecked
        {
            seed += 0x9E3779B97F4A7C15UL;
            ulong z = seed;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}

/// <summary>The whole state of a <see cref="SeededRandom"/>.</summary>
public readonly record struct RandomState(ulong A, ulong B, ulong C, ulong D);
