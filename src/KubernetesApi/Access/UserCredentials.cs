using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Bouncer.KubernetesApi.Access;

/// <summary>What a user of a kubeconfig shows: a certificate, and a token, a password or what a program gives.</summary>
internal static class UserCredentials
{
    /// <summary>Reads a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="cluster">The cluster, of which the program may be told.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ApiException">There is something wrong with it.</exception>
    public static Credentials Of(KubeconfigEntry user, KubeconfigEntry cluster, TimeProvider time)
    {
        if (user.Child("exec") is { } exec)
        {
            return new(new CredentialProgram(exec, cluster, time).RunAsync, time);
        }

        if (user.Child("auth-provider") is { } provider)
        {
            throw provider.Wrong(
                $"{provider.Place} ({provider.Text("name")}) is of Kubernetes before 1.26. Use exec with a credential plugin: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins");
        }

        var first = Read(user); // What is wrong with it is said at once, files or not.
        return (user.Text("tokenFile") ?? user.Text("client-certificate") ?? user.Text("client-key")) is null
            ? Credentials.Of(first)
            : CredentialFiles.Of(() => Read(user), time);
    }

    private static Credential Read(KubeconfigEntry user) => new() { Authorization = Authorization(user), Certificate = Certificate(user) };

    private static AuthenticationHeaderValue? Authorization(KubeconfigEntry user)
    {
        var member = user.Text("tokenFile") is null ? "token" : "tokenFile"; // The file counts, as it is the newer.
        try
        {
            return user.PathAt("tokenFile") is { } file ? Credential.Bearer(File.ReadAllText(file).Trim())
                : user.Text("token") is { } token ? Credential.Bearer(token)
                : user.Text("username") is { } name ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{user.Text("password")}")))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw user.WrongAt(member, $"cannot be used: {e.Message.TrimEnd('.')}", e);
        }
    }

    private static ClientCertificate? Certificate(KubeconfigEntry user)
    {
        switch (user.Pem("client-certificate"), user.Pem("client-key"))
        {
            case (null, null):
                return null;
            case ({ } chain, { } key):
                try
                {
                    return new(chain, key);
                }
                catch (Exception e) when (e is CryptographicException or ArgumentException)
                {
                    throw user.Wrong($"{user.Place} has a client-certificate and a client-key that do not belong together: {e.Message.TrimEnd('.')}", e);
                }

            default:
                throw user.Wrong($"{user.Place} has one of client-certificate and client-key. Both are needed");
        }
    }
}
