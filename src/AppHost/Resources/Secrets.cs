using System.Buffers.Text;
using System.Security.Cryptography;

namespace Bouncer.AppHost.Resources;

/// <summary>What the processes of one run know each other by.</summary>
internal static class Secrets
{
    private const int Bytes = 24; // 32 characters, 192 bits.

    /// <summary>A new one, of characters that need no quoting in an address.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
}
