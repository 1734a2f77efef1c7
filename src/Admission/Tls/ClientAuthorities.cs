using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bouncer.Admission.Files;

namespace Bouncer.Admission.Tls;

/// <summary>The authorities whose client certificates are accepted.</summary>
public sealed class ClientAuthorities
{
    private ClientAuthorities(X509Certificate2Collection certificates)
    {
        Certificates = certificates;
    }

    /// <summary>The authorities' certificates.</summary>
    public X509Certificate2Collection Certificates { get; }

    /// <summary>Number and serial numbers, for people.</summary>
    public string Version => string.Join(", ", Certificates.Select(c => $"serial {c.SerialNumber.ToLowerInvariant()}"));

    /// <summary>When the first of them ends.</summary>
    public DateTimeOffset NotAfter => new(Certificates.Min(c => c.NotAfter.ToUniversalTime()), TimeSpan.Zero);

    /// <summary>Reads one or more certificates, PEM, from a file that is watched.</summary>
    /// <exception cref="InvalidFileException">It cannot be used.</exception>
    public static Reloadable<ClientAuthorities> Open(string path, TimeProvider time)
        => new("client-ca", [path], files => Load(files[0], path), authorities => authorities.Version, time);

    /// <summary>Reads one or more certificates, PEM.</summary>
    /// <exception cref="InvalidFileException">There is none.</exception>
    public static ClientAuthorities Load(byte[] certificates, string path)
        => new(ServerCertificate.Chain(Encoding.UTF8.GetString(certificates), path));
}
