namespace Bouncer.LocalCluster.Certificates;

/// <summary>A certificate and its key.</summary>
/// <param name="Certificate">The certificate, PEM.</param>
/// <param name="Key">The key, PEM (PKCS #8).</param>
public sealed record PemCertificate(string Certificate, string Key)
{
    /// <summary>Writes both to files that are not there yet; the key's can be read by its owner alone.</summary>
    /// <param name="certificateFile">The path for the certificate.</param>
    /// <param name="keyFile">The path for the key.</param>
    /// <exception cref="IOException">The key's file is there already, or one cannot be written.</exception>
    public void Write(string certificateFile, string keyFile)
    {
        File.WriteAllText(certificateFile, Certificate);
        PrivateFile.Write(keyFile, Key);
    }
}
