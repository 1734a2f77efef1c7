using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;

namespace Bouncer.Rego.Builtins.Tokens;

/// <summary>
/// Ed25519 (RFC 8032), which .NET lacks. Plain arithmetic on big integers: correct and slow, and not constant in time, so a private
/// key only belongs here if whoever can measure may know it. Checking signatures has no secrets.
/// </summary>
internal sealed record Ed25519Key(byte[] Public, byte[]? Private)
{
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);
    private static readonly Point Base = Decode(Base64("WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY="))!;

    // SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING of 32 bytes }
    private static readonly byte[] InfoPrefix = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00];

    private static byte[] Base64(string text) => Convert.FromBase64String(text);

    public static bool TryReadPublicKeyInfo(byte[] info, [NotNullWhen(true)] out Ed25519Key? key)
    {
        key = info.Length == 44 && info.AsSpan().StartsWith(InfoPrefix) ? new(info[12..], null) : null;
        return key is not null;
    }

    public bool Verify(byte[] data, byte[] signature)
    {
        if (signature.Length != 64 || Public.Length != 32)
        {
            return false;
        }

        var s = Little(signature.AsSpan(32));
        if (s >= Order || Decode(Public) is not { } a || Decode(signature[..32]) is not { } r)
        {
            return false;
        }

        var k = Little(SHA512.HashData([.. signature[..32], .. Public, .. data])) % Order;
        return Multiply(Base, s).Equals(Add(r, Multiply(a, k)));
    }

    public byte[]? Sign(byte[] data)
    {
        if (Private is not { Length: 32 })
        {
            return null;
        }

        var hash = SHA512.HashData(Private);
        hash[0] &= 248;
        hash[31] = (byte)((hash[31] & 127) | 64);
        var a = Little(hash.AsSpan(0, 32));
        var r = Little(SHA512.HashData([.. hash[32..], .. data])) % Order;
        var encodedR = Encode(Multiply(Base, r));
        var k = Little(SHA512.HashData([.. encodedR, .. Public, .. data])) % Order;
        return [.. encodedR, .. Little((r + (k * a)) % Order)];
    }

    private static BigInteger Mod(BigInteger x)
    {
        var rest = x % P;
        return rest.Sign < 0 ? rest + P : rest;
    }

    private static BigInteger Inverse(BigInteger x) => BigInteger.ModPow(Mod(x), P - 2, P);

    private static BigInteger Little(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);

    private static byte[] Little(BigInteger value)
    {
        var bytes = new byte[32];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    private static Point Add(Point p, Point q)
    {
        var a = Mod((p.Y - p.X) * (q.Y - q.X));
        var b = Mod((p.Y + p.X) * (q.Y + q.X));
        var c = Mod(2 * p.T * q.T * D);
        var d = Mod(2 * p.Z * q.Z);
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
    }

    private static Point Multiply(Point point, BigInteger factor)
    {
        var result = new Point(0, 1, 1, 0);
        for (; !factor.IsZero; factor >>= 1)
        {
            result = factor.IsEven ? result : Add(result, point);
            point = Add(point, point);
        }

        return result;
    }

    private static byte[] Encode(Point point)
    {
        var inverse = Inverse(point.Z);
        var x = Mod(point.X * inverse);
        var bytes = Little(Mod(point.Y * inverse));
        bytes[31] |= (byte)(x.IsEven ? 0 : 0x80);
        return bytes;
    }

    private static Point? Decode(byte[] bytes)
    {
        var y = Little(bytes) & ((BigInteger.One << 255) - 1);
        if (y >= P)
        {
            return null;
        }

        var square = Mod(((y * y) - 1) * Inverse((D * y * y) + 1));
        var x = BigInteger.ModPow(square, (P + 3) / 8, P);
        x = Mod((x * x) - square).IsZero ? x : Mod(x * RootOfMinusOne);
        var odd = (bytes[31] & 0x80) != 0;
        if (!Mod((x * x) - square).IsZero || (x.IsZero && odd))
        {
            return null;
        }

        x = x.IsEven == odd ? Mod(-x) : x;
        return new(x, y, 1, Mod(x * y));
    }

    private sealed record Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T)
    {
        public bool Equals(Point? other) => other is not null && Mod((X * other.Z) - (other.X * Z)).IsZero && Mod((Y * other.Z) - (other.Y * Z)).IsZero;

        public override int GetHashCode() => 0;
    }
}
