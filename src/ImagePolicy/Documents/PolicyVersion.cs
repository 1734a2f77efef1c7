using System.Security.Cryptography;
using System.Text;

namespace Bouncer.ImagePolicy.Documents;

/// <summary>Names the version of a policy by its content: the same in every process that reads the same.</summary>
public static class PolicyVersion
{
    private const int Bytes = 6;

    /// <summary>The version of a policy file: 12 hexadecimal digits of the SHA-256 of its bytes.</summary>
    public static string OfFile(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, Bytes));

    /// <summary>The version of a policy that <see cref="RegistryList"/> makes.</summary>
    public static string OfRegistryList(IEnumerable<string> values, bool rejectLatest)
        => OfFile(Encoding.UTF8.GetBytes($"{string.Join(',', values)} {rejectLatest}"));
}
