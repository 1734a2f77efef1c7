using Bouncer.E2E.Cluster.Kinds;
using Bouncer.LocalCluster.Binaries;
using Bouncer.TestSupport;

namespace Bouncer.E2E.WalkThrough;

/// <summary>Somebody who goes by a page of the documentation: types its commands in their order, in a second terminal what has to be
/// typed while a command waits, and looks at what they come to.</summary>
internal sealed class Reader : IAsyncDisposable
{
    private readonly ReadersFolder _folder;
    private readonly Terminal _terminal;
    private readonly List<string> _done = [];

    /// <param name="programs">The programs of the cluster.</param>
    /// <param name="version">Its version.</param>
    public Reader(KubernetesBinaries programs, KubernetesVersion version)
    {
        _folder = new(programs, version);
        _terminal = _folder.Open();
    }

    /// <summary>The name of the cluster that the commands are about.</summary>
    public string Cluster => _folder.Cluster;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    /// <summary>The path of a file in the reader's folder.</summary>
    public string File(string name) => Path.Combine(_folder.Path, name);

    /// <summary>Goes through a page. Every command runs, but for those that the notes leave out, and succeeds, but for those of which
    /// the notes say something else.</summary>
    /// <param name="document">The page.</param>
    /// <param name="notes">What there is to say of its commands. Each note has to be about one.</param>
    public async Task GoThroughAsync(ShellDocument document, ReadersNotes notes)
    {
        notes.Check(document);
        for (var i = 0; i < document.Blocks.Count; i++)
        {
            Tell($"## {document.Blocks[i].Heading}");
            foreach (var command in document.Blocks[i].Commands)
            {
                await notes.BeforeAsync(command);
                if (notes.WhyLeftOut(command) is { } reason)
                {
                    Tell($"$ {command}\n(left out: {reason})");
                }
                else if (notes.Waiting(command) is { } waiting)
                {
                    var meanwhile = document.Blocks[++i].Commands;
                    Assert.All(meanwhile, another => Assert.False(notes.AreAbout(another), $"there are notes about what is run in another terminal: {another}"));
                    await RunWhileItWaitsAsync(command, waiting, meanwhile);
                }
                else
                {
                    await RunAsync(command, notes);
                }

                await notes.AfterAsync(command);
            }
        }
    }

    /// <summary>Types a command that is no page's, or one of a page with something more. It has to succeed.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> TypeAsync(string command)
    {
        var (exitCode, output) = await TryAsync(_terminal, command);
        Assert.True(exitCode == 0, $"$ {command}\n{output}\nexit code {exitCode}");
        return output;
    }

    /// <summary>Types a command and looks at how it ends.</summary>
    public Task<(int ExitCode, string Output)> TryAsync(string command) => TryAsync(_terminal, command);

    /// <summary>The command of the page that begins so, as it was typed.</summary>
    public string Typed(string beginning) => Assert.Single(_done, command => command.StartsWith(beginning, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        _terminal.Dispose();
        await new ClusterScript(Cluster).RunAsync(CancellationToken.None, "down");
        _folder.Dispose();
    }

    private async Task RunAsync(string command, ReadersNotes notes)
    {
        var outcome = notes.OutcomeOf(command);
        var (exitCode, output) = await TryAsync(_terminal, command);
        if (outcome.IsTriedAgain)
        {
            await Eventually.HoldsAsync(
                async () => exitCode == 0 || ((exitCode, output) = await TryAsync(_terminal, command)).exitCode == 0, $"{command}\n{output}", Deadline);
        }

        Assert.True(exitCode == outcome.ExitCode, $"$ {command}\n{output}\nexit code {exitCode}, and not {outcome.ExitCode}");
        Assert.Contains(outcome.Output, output, StringComparison.Ordinal);
    }

    /// <summary>Runs a command that waits, and in another terminal those that it waits for.</summary>
    private async Task RunWhileItWaitsAsync(string command, string says, IReadOnlyList<string> meanwhile)
    {
        var run = TryAsync(_terminal, command);
        await Eventually.HoldsAsync(() => Task.FromResult(run.IsCompleted || _terminal.Said.Contains(says, StringComparison.Ordinal)), says, Deadline);
        Assert.False(run.IsCompleted, $"$ {command}\n{_terminal.Said}\ndid not wait");
        using (var other = _folder.Open())
        {
            foreach (var another in meanwhile)
            {
                var (exitCode, output) = await TryAsync(other, another);
                Assert.True(exitCode == 0, $"$ {another}\n{output}\nexit code {exitCode}");
            }
        }

        var (end, all) = await run;
        Assert.True(end == 0, $"$ {command}\n{all}\nexit code {end}");
    }

    private async Task<(int ExitCode, string Output)> TryAsync(Terminal terminal, string command)
    {
        var typed = _folder.Here(command);
        var (exitCode, output) = await terminal.RunAsync(typed, Deadline);
        _done.Add(typed);
        Tell($"$ {typed}\n{output}");
        return (exitCode, output);
    }

    private static void Tell(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);
}
