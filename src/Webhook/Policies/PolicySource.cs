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
            ? Policy.Compile(document, PolicyVersion.OfFile(file))
            : throw new InvalidFileException([.. read.Errors.Select(error => error.ToString())]);
    }

    private static Policy OfList(WebhookOptions options)
    {
        var read = RegistryList.Read(options.Registries, Settings.RegistryWhitelist.Label, options.RejectLatest);
        if (read.Document is not { } document)
        {
            throw new InvalidFileException([.. read.Errors.Select(error => error.ToString())]);
        }

        return Policy.Compile(document, PolicyVersion.OfRegistryList(options.Registries, options.RejectLatest));
    }
}
