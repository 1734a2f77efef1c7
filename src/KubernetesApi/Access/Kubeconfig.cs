using System.Net;
using Bouncer.Rego.Values;
using Bouncer.Rego.Yaml;

namespace Bouncer.KubernetesApi.Access;

/// <summary>Reads a kubeconfig: of its current context the cluster and the user, with the meaning that client-go gives them.</summary>
/// <remarks>https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/</remarks>
internal static class Kubeconfig
{
    /// <summary>Reads a kubeconfig.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ApiException">It is not there, or cannot be used; the message says where.</exception>
    public static ApiAccess Read(string path, TimeProvider time)
    {
        var file = new KubeconfigEntry(path, "", RegoObject.Empty);
        file = file with { Value = Load(file) };
        var name = file.Text("current-context") ?? throw file.Wrong("it names no current-context. kubectl config use-context NAME sets one");
        var context = file.Named("contexts", name, "context");
        var cluster = file.Named("clusters", context.RequiredText("cluster"), "cluster");
        var user = context.Text("user") is { } userName ? file.Named("users", userName, "user") : null;

        var authorities = cluster.Certificates("certificate-authority");
        var trustsAnyServer = cluster.Flag("insecure-skip-tls-verify");
        if (trustsAnyServer && authorities is not null)
        {
            throw cluster.Wrong($"{cluster.Place} has a certificate-authority and insecure-skip-tls-verify. Remove one of them");
        }

        return new(Server(cluster), user is null ? Credentials.Of(new()) : UserCredentials.Of(user, cluster, time))
        {
            Authorities = authorities,
            TrustsAnyServer = trustsAnyServer,
            ServerName = cluster.Text("tls-server-name"),
            Proxy = cluster.Text("proxy-url") is { } proxy ? Address(cluster, "proxy-url", proxy, "http", "https", "socks5") : null,
            Impersonation = user is null ? [] : [.. Impersonation.HeadersOf(user)],
        };
    }

    private static RegoObject Load(KubeconfigEntry file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file.File);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw file.Wrong(e.Message.TrimEnd('.'), e);
        }

        var reading = RegoYaml.ParseAll(file.File, text);
        return reading switch
        {
            { Error: { } error } => throw file.Wrong($"line {error.Line}, column {error.Column}: {error.Message.TrimEnd('.')}"),
            { Documents: [{ Value: RegoObject value }, ..] } => value,
            _ => throw file.Wrong("it is no mapping with contexts, clusters and users"),
        };
    }

    private static Uri Server(KubeconfigEntry cluster)
    {
        var server = Address(cluster, "server", cluster.RequiredText("server"), "https", "http");

        // Where it listens on every address, as k3d writes it, this machine is meant.
        var builder = new UriBuilder(server);
        if (IPAddress.TryParse(server.Host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
        {
            builder.Host = address.Equals(IPAddress.Any) ? "127.0.0.1" : "[::1]";
        }

        builder.Path = builder.Path.TrimEnd('/') + "/";
        return builder.Uri;
    }

    private static Uri Address(KubeconfigEntry cluster, string name, string text, params ReadOnlySpan<string> schemes)
        => Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme) && address.Host.Length > 0
            ? address
            : throw cluster.WrongAt(name, $"is \"{text}\". Write a URL such as {schemes[0]}://192.0.2.1:6443");
}
