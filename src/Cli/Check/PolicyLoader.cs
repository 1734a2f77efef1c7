using Bouncer.ImagePolicy;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Documents;
using Bouncer.ImagePolicy.Linting;

namespace Bouncer.Cli.Check;

/// <summary>Makes the policy that the options name, and writes what the linter says of it to the error output.</summary>
internal static class PolicyLoader
{
    private const string ListOption = "--registry-whitelist";

    /// <summary>The policy; null if there are mistakes in it, which are added to the others.</summary>
    public static Policy? Load(CheckOptions options, Terminal terminal, List<string> mistakes)
    {
        byte[] file = [];
        if (options.PolicyPath is { } path && !Files.TryRead(path, () => File.OpenRead(path), PolicyReader.MaxBytes, out file, out var mistake))
        {
            mistakes.Add(mistake);
            return null;
        }

        var (read, version) = options.PolicyPath is null
            ? (RegistryList.Read(options.Registries, ListOption, options.RejectLatest), PolicyVersion.OfRegistryList(options.Registries, options.RejectLatest))
            : (PolicyReader.Read(file, options.PolicyPath), PolicyVersion.OfFile(file));
        if (read.Document is not { } document)
        {
            mistakes.AddRange(read.Errors.Select(e => e.ToString()));
            return null;
        }

        foreach (var warning in PolicyLinter.Lint(document))
        {
            terminal.Error.WriteLine($"{Printable.Text(options.PolicyPath ?? ListOption)}: warning: {warning}");
        }

        return Policy.Compile(document, version);
    }
}
