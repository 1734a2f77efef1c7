using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Bouncer.ImagePolicy.References;

/// <summary>
/// One spelling for one registry: what is implied is filled in, letters are lower case, an IPv6 address is in its
/// shortest form and a port has no leading zeros. A deny rule would otherwise miss <c>EVIL.example.com</c> or
/// <c>[0:0::1]:0443</c>.
/// </summary>
internal static class RegistryNormalForm
{
    /// <summary>The port that a registry without one has.</summary>
    public const string DefaultPort = "443";

    private const string HubIndex = "index.docker.io";

    /// <summary>The normal form of the registry of a reference, such that it is taken for a registry again: what makes
    /// <c>BUILDHOST/app</c> no path are its capitals, so it becomes <c>buildhost:443/app</c> and not <c>buildhost/app</c>,
    /// which is an image on Docker Hub. Null if it does not differ from the text.</summary>
    public static string? OfReference(ReadOnlySpan<char> written)
    {
        var normal = Of(written);
        return normal is null || RegistryGrammar.NamesRegistry(normal) ? normal : $"{normal}:{DefaultPort}";
    }

    /// <summary>The normal form where it differs from the text, else null. Docker Hub under any of its names, and no
    /// registry at all, always answer the constant <see cref="ImageReference.DefaultRegistry"/>.</summary>
    /// <param name="written">A registry that <see cref="RegistryGrammar"/> accepts, or nothing.</param>
    public static string? Of(ReadOnlySpan<char> written)
    {
        if (written.IsEmpty
            || written.Equals(ImageReference.DefaultRegistry, StringComparison.OrdinalIgnoreCase)
            || written.Equals(HubIndex, StringComparison.OrdinalIgnoreCase))
        {
            return ImageReference.DefaultRegistry;
        }

        var hostEnd = HostLength(written);
        var isAddress = written[0] == '[';
        var hasPaddedPort = hostEnd + 1 < written.Length && written[hostEnd + 1] == '0';
        if (!isAddress && !hasPaddedPort && !written.ContainsAny(ReferenceCharacters.Upper))
        {
            return null;
        }

        var host = isAddress ? NormalAddress(written[..hostEnd]) : written[..hostEnd].ToString().ToLowerInvariant();
        var port = hostEnd == written.Length ? default : written[(hostEnd + 1)..];
        return port.IsEmpty ? host : string.Concat(host, ":", port[..^1].TrimStart('0'), port[^1..]);
    }

    /// <summary>How long the host of a registry is: all of it, or up to the colon of its port.</summary>
    public static int HostLength(ReadOnlySpan<char> registry)
    {
        var colon = registry.LastIndexOf(':');
        return colon < 0 || registry[colon..].Contains(']') ? registry.Length : colon;
    }

    /// <summary>The grammar takes more than real addresses (<c>[:::]</c>); those stay as they are, in lower case.</summary>
    private static string NormalAddress(ReadOnlySpan<char> bracketed)
        => IPAddress.TryParse(bracketed[1..^1], out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{WithoutDots(address)}]"
            : bracketed.ToString().ToLowerInvariant();

    /// <summary>.NET writes some addresses with an IPv4 tail (<c>::ffff:1.2.3.4</c>), which the grammar does not know.</summary>
    private static string WithoutDots(IPAddress address)
    {
        var text = address.ToString();
        if (!text.Contains('.'))
        {
            return text;
        }

        var tail = address.GetAddressBytes().AsSpan(12);
        var head = text.AsSpan(0, text.LastIndexOf(':'));
        return $"{head}:{BinaryPrimitives.ReadUInt16BigEndian(tail):x}:{BinaryPrimitives.ReadUInt16BigEndian(tail[2..]):x}";
    }
}
