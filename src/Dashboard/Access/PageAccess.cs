using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bouncer.Dashboard.Options;

namespace Bouncer.Dashboard.Access;

/// <summary>Who may see the pages: whoever has shown the token, or anybody if that was asked for.</summary>
/// <param name="options">What the dashboard was told.</param>
internal sealed class PageAccess(DashboardOptions options)
{
    private const int TokenBytes = 24; // 32 characters, 192 bits: nobody guesses that.

    /// <summary>Whether nobody is asked for a token.</summary>
    public bool IsOpen { get; } = options.IsOpen;

    /// <summary>The token, for the address that is printed at the start.</summary>
    public string Token { get; } = options.Token ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>Whether a token is the right one. Takes as long for a wrong one, however long that is.</summary>
    public bool Admits(string? token)
        => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(Token)));
}
