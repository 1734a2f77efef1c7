using System.Security.Cryptography;
using Bouncer.Admission.Files;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Documents;
using Bouncer.ImagePolicy.Policies;
using Bouncer.Webhook.Options;

namespace Bouncer.Webhook.Policies;

/// <summary>Makes the policy that the options name: of a file that is watched, or of a list that cannot change.</summary>
internal static class PolicySource
{
    public const string Name = "policy";

    /// <summary>Loads the policy for the first time.</summary>
    /// <exception cref="InvalidFileException">The policy has mistakes; all of them are named.</exception>
    public static Reloadable<Policy> Open(WebhookOptions options, TimeProvider time)
        => options.PolicyPath is { } path
            ? new(Name, [path], files => Load(files[0], path), policy => policy.Version, time)
            : new(Name, [], _ => OfList(options), policy => policy.Version, time);

    private static Policy Load(byte[] file, string path)
    {
        var read = PolicyReader.Read(file, path);
        return read.Document is { } document
            ? Policy.Compile(document, Version(file))
            : throw new InvalidFileException([.. read.Errors.Select(error => error.ToString())]);
    }

    private static Policy OfList(WebhookOptions options)
    {
        var read = RegistryList.Read(options.Registries, Settings.RegistryWhitelist.Label, options.RejectLatest);
        if (read.Document is not { } document)
        {
            throw new InvalidFileException([.. read.Errors.Select(error => error.ToString())]);
        }

        var text = $"{string.Join(',', options.Registries)} {options.RejectLatest}";
        return Policy.Compile(document, Version(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The same content has the same version on every replica.</summary>
    private static string Version(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6));
}
