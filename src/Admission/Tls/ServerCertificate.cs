using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bouncer.Admission.Files;

namespace Bouncer.Admission.Tls;

/// <summary>The certificate that a service shows to the API server, with its key and the intermediates that came with it.</summary>
public sealed class ServerCertificate
{
    private ServerCertificate(X509Certificate2 leaf, X509Certificate2Collection intermediates)
    {
        Leaf = leaf;
        // Made once: a context per handshake would build the chain anew for every connection.
        Context = SslStreamCertificateContext.Create(leaf, intermediates, offline: true);
    }

    /// <summary>The certificate itself.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>Serial number and end of validity, for people.</summary>
    public string Version => $"serial {Leaf.SerialNumber.ToLowerInvariant()}, valid until {NotAfter:yyyy-MM-dd HH:mm} UTC";

    /// <summary>When it ends.</summary>
    public DateTimeOffset NotAfter => new(Leaf.NotAfter.ToUniversalTime(), TimeSpan.Zero);

    internal SslStreamCertificateContext Context { get; }

    /// <summary>Reads a certificate chain and its key, both PEM, from files that are watched.</summary>
    /// <exception cref="InvalidFileException">They cannot be used.</exception>
    public static Reloadable<ServerCertificate> Open(string certificatePath, string keyPath, TimeProvider time)
        => new(
            "certificate",
            [certificatePath, keyPath],
            files => Load(files[0], files[1], certificatePath, keyPath),
            certificate => certificate.Version,
            time);

    /// <summary>Reads a certificate chain and its key, both PEM.</summary>
    /// <exception cref="InvalidFileException">Either is not what it should be, or they do not belong together.</exception>
    public static ServerCertificate Load(byte[] certificate, byte[] key, string certificatePath, string keyPath)
    {
        var chain = Chain(Encoding.UTF8.GetString(certificate), certificatePath);
        var keyText = Encoding.UTF8.GetString(key);
        if (keyText.Contains("ENCRYPTED PRIVATE KEY", StringComparison.Ordinal) || keyText.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
        {
            throw new InvalidFileException($"{keyPath} is encrypted; a service cannot be asked for the passphrase, so store the key unencrypted");
        }

        if (!keyText.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw new InvalidFileException($"{keyPath} holds no PEM private key (-----BEGIN PRIVATE KEY-----)");
        }

        try
        {
            var leaf = X509Certificate2.CreateFromPem(chain[0].ExportCertificatePem(), keyText);
            return new ServerCertificate(leaf, [.. chain.Skip(1)]);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InvalidFileException($"{keyPath} is not the key of {certificatePath}: {e.Message}");
        }
    }

    internal static X509Certificate2Collection Chain(string pem, string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new InvalidFileException($"{path} holds a broken certificate: {e.Message}");
        }

        return certificates.Count > 0
            ? certificates
            : throw new InvalidFileException($"{path} holds no PEM certificate (-----BEGIN CERTIFICATE-----)");
    }
}
