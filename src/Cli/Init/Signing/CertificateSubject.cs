using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bouncer.Cli.Init.Signing;

/// <summary>What a certificate is to say of its owner.</summary>
/// <param name="CommonName">The subject's CN.</param>
/// <param name="Organization">The subject's O.</param>
/// <param name="Hosts">The DNS names and addresses by which it is called.</param>
internal sealed record CertificateSubject(string CommonName, string Organization, IReadOnlyList<string> Hosts)
{
    /// <summary>A request for a certificate of a key, PEM.</summary>
    public string Request(ECDsa key)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddOrganizationName(Organization);
        subject.AddCommonName(CommonName);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(Names());
        return request.CreateSigningRequestPem() + "\n";
    }

    /// <summary>Whether a request is one for this and the key, with a signature of that key.</summary>
    public bool IsRequestedBy(string pem, ECDsa key)
    {
        try
        {
            var request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            var mine = CertificateRequest.LoadSigningRequestPem(Request(key), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            return request.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(mine.PublicKey.ExportSubjectPublicKeyInfo())
                && request.SubjectName.RawData.AsSpan().SequenceEqual(mine.SubjectName.RawData)
                && NamesOf(request).AsSpan().SequenceEqual(NamesOf(mine));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static byte[] NamesOf(CertificateRequest request)
        => request.CertificateExtensions.FirstOrDefault(e => e.Oid?.Value == "2.5.29.17")?.RawData ?? [];

    private X509Extension Names()
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in Hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return names.Build();
    }
}
