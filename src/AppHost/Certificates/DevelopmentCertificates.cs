using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bouncer.AppHost.Certificates;

/// <summary>
/// Certificates for development, as paths of PEM files: an authority, a server certificate for all names under which the
/// services are reached, and the client certificate of an API server. The authority's key is not kept, so trusting it in a
/// development tool harms nobody.
/// </summary>
/// <param name="Authority">The authority's certificate.</param>
/// <param name="ServerCertificate">The server's certificate.</param>
/// <param name="ServerKey">The server's key, readable by its owner alone.</param>
/// <param name="ClientCertificate">The API server's client certificate.</param>
/// <param name="ClientKey">The client's key, readable by its owner alone.</param>
internal sealed record DevelopmentCertificates(
    string Authority, string ServerCertificate, string ServerKey, string ClientCertificate, string ClientKey)
{
    /// <summary>Nothing is left to run with certificates that end while somebody works.</summary>
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(7);

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    /// <summary>Makes the certificates, unless the directory holds good ones. Safe to call from several processes at once.</summary>
    /// <param name="directory">Where they are. It belongs to this class: what else is there is lost when they are renewed.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">Another process keeps the directory locked, or it cannot be written.</exception>
    public static DevelopmentCertificates Ensure(string directory, TimeProvider time)
    {
        directory = Path.GetFullPath(directory);
        var certificates = In(directory);
        if (!certificates.AreGood(time.GetUtcNow() + RenewBefore))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(directory)!);
            using var onlyOne = Lock(directory + ".lock");
            if (!certificates.AreGood(time.GetUtcNow() + RenewBefore)) // Another AppHost may have been quicker.
            {
                Replace(directory, time.GetUtcNow());
            }
        }

        return certificates;
    }

    private static DevelopmentCertificates In(string directory) => new(
        Path.Combine(directory, "ca.crt"),
        Path.Combine(directory, "server.crt"),
        Path.Combine(directory, "server.key"),
        Path.Combine(directory, "client.crt"),
        Path.Combine(directory, "client.key"));

    private bool AreGood(DateTimeOffset when)
    {
        try
        {
            using var authority = X509CertificateLoader.LoadCertificateFromFile(Authority);
            using var server = X509Certificate2.CreateFromPemFile(ServerCertificate, ServerKey);
            using var client = X509Certificate2.CreateFromPemFile(ClientCertificate, ClientKey);
            return CertificateFactory.IsServerCertificate(server) && IsTrusted(server, authority, when) && IsTrusted(client, authority, when);
        }
        catch (Exception e) when (e is IOException or CryptographicException)
        {
            return false; // Missing, half written or no certificates at all: to be made anew.
        }
    }

    private static bool IsTrusted(X509Certificate2 certificate, X509Certificate2 authority, DateTimeOffset when)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = when.UtcDateTime;
        return chain.Build(certificate);
    }

    /// <summary>Makes a new directory aside and moves it into place, so that nobody reads half of it.</summary>
    private static void Replace(string directory, DateTimeOffset now)
    {
        var (fresh, old) = (directory + ".new", directory + ".old");
        Delete(fresh);
        Delete(old);

        Directory.CreateDirectory(fresh);
        CertificateFactory.Write(In(fresh), now);
        if (Directory.Exists(directory))
        {
            Directory.Move(directory, old);
        }

        Directory.Move(fresh, directory);
        Delete(old);
    }

    /// <summary>Waits for a lock on a file that other processes respect. The file stays; the lock ends with its holder.</summary>
    private static FileStream Lock(string file)
    {
        FileStream? locked = null;
        return SpinWait.SpinUntil(() => (locked = TryLock(file)) is not null, LockPatience)
            ? locked!
            : throw new IOException($"Another process has held {file} for {LockPatience.TotalSeconds:0} s. End it, or try again.");
    }

    private static FileStream? TryLock(string file)
    {
        try
        {
            return new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Delete(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
