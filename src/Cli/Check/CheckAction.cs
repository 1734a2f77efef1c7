using Bouncer.ImagePolicy.Deciding;

namespace Bouncer.Cli.Check;

/// <summary>Does what <c>bouncer check</c> is asked to do: load the policy, find the images, judge them, print.</summary>
internal static class CheckAction
{
    public static int Run(CheckOptions options, Terminal terminal)
    {
        var mistakes = options.Mistakes().ToList();
        var policy = mistakes.Count == 0 ? PolicyLoader.Load(options, terminal, mistakes) : null;
        if (policy is null)
        {
            mistakes.ForEach(terminal.Error.WriteLine);
            return ExitCodes.Wrong;
        }

        var manifests = ManifestFiles.Read(options, terminal.Input, mistakes);
        var report = Judge(policy, options, manifests);
        if (options.IsJson)
        {
            JsonReport.Write(report, terminal.Output);
        }
        else
        {
            TableReport.Write(report, terminal);
        }

        mistakes.ForEach(terminal.Error.WriteLine);
        return mistakes.Count > 0 ? ExitCodes.Wrong
            : report.Count(Verdict.Refused) + report.Failures.Count > 0 ? ExitCodes.Refused
            : ExitCodes.Allowed;
    }

    private static CheckReport Judge(Policy policy, CheckOptions options, IReadOnlyList<ManifestFile> manifests)
    {
        var found = new ManifestImages(options.Namespace);
        foreach (var image in options.Images)
        {
            found.AddArgument(image);
        }

        foreach (var file in manifests)
        {
            found.AddFile(file);
        }

        return new CheckReport(policy, [.. found.Images.Select(i => CheckedImage.Of(policy, i))], found.Failures, found.ObjectsWithoutPods);
    }
}
