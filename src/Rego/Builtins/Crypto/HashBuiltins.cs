using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Crypto;

/// <summary>Hashes of text, as hexadecimal text. The weak ones are what policies of others ask for.</summary>
[SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "part of the language; nothing is protected by it here")]
[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "part of the language; nothing is protected by it here")]
internal static class HashBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("crypto.md5", (_, operands) => Hex(MD5.HashData(Bytes(operands, 0)))),
        new("crypto.sha1", (_, operands) => Hex(SHA1.HashData(Bytes(operands, 0)))),
        new("crypto.sha256", (_, operands) => Hex(SHA256.HashData(Bytes(operands, 0)))),
        new("crypto.hmac.md5", (_, operands) => Hex(HMACMD5.HashData(Bytes(operands, 1), Bytes(operands, 0)))),
        new("crypto.hmac.sha1", (_, operands) => Hex(HMACSHA1.HashData(Bytes(operands, 1), Bytes(operands, 0)))),
        new("crypto.hmac.sha256", (_, operands) => Hex(HMACSHA256.HashData(Bytes(operands, 1), Bytes(operands, 0)))),
        new("crypto.hmac.sha512", (_, operands) => Hex(HMACSHA512.HashData(Bytes(operands, 1), Bytes(operands, 0)))),
        new("crypto.hmac.equal", (_, operands) => RegoBoolean.Of(CryptographicOperations.FixedTimeEquals(Bytes(operands, 0), Bytes(operands, 1)))),
    ];

    private static byte[] Bytes(ReadOnlySpan<RegoValue> operands, int index) => GoText.ToUtf8(Operand.String(operands, index));

    private static RegoString Hex(byte[] hash) => new(Convert.ToHexStringLower(hash));
}
