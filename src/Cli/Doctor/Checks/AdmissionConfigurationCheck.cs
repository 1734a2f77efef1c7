using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bouncer.Cli.Certificates;
using Bouncer.Cli.Init.ApiServer;
using Bouncer.Constraints.Suites;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>What the API server's files say of the Webhook.</summary>
/// <param name="Server">The URL; null if they do not say.</param>
/// <param name="Authorities">Who is trusted; null if they do not say.</param>
internal sealed record WebhookAddress(Uri? Server, X509Certificate2Collection? Authorities);

/// <summary>Whether what cannot be asked about is refused, and whether the API server knows whom to ask.</summary>
internal static class AdmissionConfigurationCheck
{
    private const string Check = "admission-configuration";
    private const string Plugin = "ImagePolicyWebhook";

    /// <summary>About what a changed policy takes to reach the Webhook's Pods. Above it, it is the API server's memory that has a
    /// stricter policy count too late for images that were asked about before.</summary>
    private const long LongTtl = 60;

    /// <summary>What the plugin takes where nothing is said, or 0. A negative one has it remember nothing.</summary>
    private const long PluginsTtl = 300;

    private static readonly WebhookAddress s_unknown = new(null, null);

    public static WebhookAddress Run(string? file, List<Finding> findings)
    {
        if (file is null)
        {
            findings.Add(Finding.Skipped(Check, "not looked at: it is a file on the API server's host", "Run bouncer doctor there, with --admission-config."));
            return s_unknown;
        }

        if (Read(file, findings) is not { } document)
        {
            return s_unknown;
        }

        var plugin = document.ListAt("plugins").OfType<RegoObject>().FirstOrDefault(p => p.TextAt("name") == Plugin);
        if (plugin is null)
        {
            findings.Add(Finding.Problem(Check, $"{file} does not configure {Plugin}", "Run bouncer init, which writes the file."));
            return s_unknown;
        }

        if ((plugin.At("configuration", "imagePolicy") ?? Linked(plugin, file, findings)) is not RegoObject policy)
        {
            findings.Add(Finding.Problem(Check, $"{file} has no imagePolicy for {Plugin}", "Run bouncer init, which writes the file."));
            return s_unknown;
        }

        var allowTtl = policy.NumberAt("allowTTL") is not 0 and var given ? given : PluginsTtl;
        findings.Add(policy.At("defaultAllow") is RegoBoolean { Value: true }
            ? Finding.Problem(Check, $"{file} has defaultAllow: true, so that images are admitted while the Webhook does not answer", "Set defaultAllow: false.")
            : allowTtl > LongTtl
                ? Finding.Warning(Check, $"{file} has the API server remember for {allowTtl} s that images are allowed, so that a stricter policy counts that much later", $"Set allowTTL to {ApiServerFiles.AllowTtl}, as bouncer init does.")
                : Finding.Ok(Check, $"{file} refuses what cannot be asked about"));
        return Address(policy.TextAt("kubeConfigFile"), findings);
    }

    /// <summary>The imagePolicy of a file that the plugin's entry names by its path.</summary>
    private static RegoValue? Linked(RegoObject plugin, string file, List<Finding> findings)
        => plugin.TextAt("path") is { Length: > 0 } path
            ? Read(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, path), findings)?.At("imagePolicy")
            : null;

    private static WebhookAddress Address(string file, List<Finding> findings)
    {
        if (Read(file, findings) is not { } kubeconfig)
        {
            return s_unknown;
        }

        var context = Named(kubeconfig, "contexts", kubeconfig.TextAt("current-context"));
        var cluster = Named(kubeconfig, "clusters", context?.TextAt("context", "cluster") ?? "");
        if (cluster is null || !Uri.TryCreate(cluster.TextAt("cluster", "server"), UriKind.Absolute, out var server))
        {
            findings.Add(Finding.Problem("kubeconfig", $"{file} has no server: its current-context leads to no cluster", "Run bouncer init, which writes the file."));
            return s_unknown;
        }

        var pem = cluster.TextAt("cluster", "certificate-authority-data") is { Length: > 0 } data
            ? Decode(data)
            : ReadText(cluster.TextAt("cluster", "certificate-authority"));
        var authorities = CertificateReader.TryRead(pem ?? "");
        findings.Add(authorities is not null
            ? Finding.Ok("kubeconfig", $"{file} names {server}")
            : Finding.Problem("kubeconfig", $"{file} has no certificate-authority that can be read", "Name the authority that signed the Webhook's certificate."));
        return new(server, authorities);
    }

    private static RegoObject? Named(RegoObject document, string list, string name)
        => document.ListAt(list).OfType<RegoObject>().FirstOrDefault(c => c.TextAt("name") == name);

    private static RegoObject? Read(string file, List<Finding> findings)
    {
        var read = SourceFile.Load(file);
        if (read.Documents is [var source] && read.Problems.Count == 0)
        {
            return source.Document;
        }

        findings.Add(Finding.Problem(Check, read.Problems.Count > 0 ? string.Join(" ", read.Problems) : $"{file}: is not one document", "Run bouncer init, which writes the file, or run bouncer doctor as one who may read it."));
        return null;
    }

    private static string? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
