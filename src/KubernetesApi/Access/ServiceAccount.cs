using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bouncer.KubernetesApi.Access;

/// <summary>The service account of the Pod that this runs in.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/</remarks>
/// <param name="Folder">Where Kubernetes puts it.</param>
/// <param name="Host">The API server's address.</param>
/// <param name="Port">Its port.</param>
internal sealed record ServiceAccount(string Folder, string Host, string Port)
{
    private string TokenFile => Path.Combine(Folder, "token");

    private string AuthorityFile => Path.Combine(Folder, "ca.crt");

    /// <summary>The one of this Pod; null if this is none, or it has none.</summary>
    public static ServiceAccount? Find()
    {
        var account = new ServiceAccount(
            "/var/run/secrets/kubernetes.io/serviceaccount",
            Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") ?? "",
            Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT") ?? "");
        return account is { Host.Length: > 0, Port.Length: > 0 } && File.Exists(account.TokenFile) ? account : null;
    }

    /// <summary>Reads it. The token is read again as it is rotated.</summary>
    /// <exception cref="ApiException">It cannot be used.</exception>
    public ApiAccess Read(TimeProvider time)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(AuthorityFile);
            var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
            return authorities.Count > 0
                ? new(new Uri($"https://{host}:{Port}/"), CredentialFiles.OfToken(TokenFile, time)) { Authorities = authorities }
                : throw new CryptographicException($"{AuthorityFile} holds no certificate");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or UriFormatException)
        {
            throw new ApiException($"The Pod's service account cannot be used: {e.Message}", null, ApiException.NoCredentials, e);
        }
    }
}
