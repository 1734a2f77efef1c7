using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bouncer.KubernetesApi.Access;

/// <summary>A certificate that we show, with its key and the intermediates that came with it. Two of the same text are equal.</summary>
internal sealed class ClientCertificate : IEquatable<ClientCertificate>
{
    private readonly string _chain;
    private readonly string _key;

    /// <param name="chain">The certificate, then its intermediates, PEM.</param>
    /// <param name="key">Its key, PEM.</param>
    /// <exception cref="CryptographicException">It is no certificate, or the key is of another one.</exception>
    /// <exception cref="ArgumentException">The same.</exception>
    public ClientCertificate(string chain, string key)
    {
        _chain = chain;
        _key = key;
        var leaf = X509Certificate2.CreateFromPem(chain, key);
        if (OperatingSystem.IsWindows())
        {
            // Its TLS uses no key that is in memory alone.
            leaf = X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pkcs12), null);
        }

        var intermediates = new X509Certificate2Collection();
        intermediates.ImportFromPem(chain);
        intermediates.RemoveAt(0);
        Context = SslStreamCertificateContext.Create(leaf, intermediates, offline: true);
    }

    /// <summary>What a TLS connection takes.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <inheritdoc/>
    public bool Equals(ClientCertificate? other) => other is not null && other._chain == _chain && other._key == _key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClientCertificate);

    /// <inheritdoc/>
    public override int GetHashCode() => _chain.GetHashCode(StringComparison.Ordinal);
}
