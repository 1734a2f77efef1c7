using Bouncer.Cli.Cluster;
using Bouncer.Cli.Init.ApiServer;
using Bouncer.Cli.Init.Signing;
using Bouncer.Cli.Init.StaticPods;
using Bouncer.KubernetesApi;

namespace Bouncer.Cli.Init;

/// <summary>Does what <c>bouncer init</c> is asked to do, and says what it did.</summary>
internal sealed class InitAction(InitOptions options, Terminal terminal, TimeProvider time)
{
    private readonly Journal _journal = new(terminal, options.DryRun);

    /// <summary>Runs to the end, or to the first thing that cannot be done.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Mistakes().ToList() is { Count: > 0 } mistakes)
        {
            mistakes.ForEach(terminal.WriteError);
            return ExitCodes.Wrong;
        }

        try
        {
            return await (options.Undo ? UndoAsync(cancellationToken) : InstallAsync(cancellationToken));
        }
        catch (InitException e)
        {
            terminal.WriteError(e.Message);
        }
        catch (ApiException e)
        {
            terminal.WriteError(Words(e));
        }

        return ExitCodes.Refused;
    }

    private async Task<int> InstallAsync(CancellationToken cancellationToken)
    {
        var files = new ApiServerStep(options, _journal);
        if (!options.DryRun)
        {
            files.Check();
        }

        using (var connection = ClusterConnection.Open(options.Kubeconfig))
        {
            await new CertificateStep(new(connection, time), options, _journal, time).RunAsync(cancellationToken);
        }

        files.Run();
        await new StaticPodStep(options, _journal).RunAsync(cancellationToken); // The API server restarts then.
        End("Nothing to do: everything is as it should be.");
        return ExitCodes.Allowed;
    }

    private async Task<int> UndoAsync(CancellationToken cancellationToken)
    {
        var manifest = new StaticPodStep(options, _journal);
        manifest.CheckUndo();
        var exitCode = ExitCodes.Allowed;
        try
        {
            using var connection = ClusterConnection.Open(options.Kubeconfig);
            await new CertificateStep(new(connection, time), options, _journal, time).UndoAsync(cancellationToken);
        }
        catch (ApiException e)
        {
            // It may be the very configuration to be undone that keeps the API server from answering.
            terminal.WriteError($"{Words(e)} The Secret and the CertificateSigningRequest stay: once the API server answers, run bouncer init --undo again.");
            exitCode = ExitCodes.Refused;
        }

        manifest.Undo();
        new ApiServerStep(options, _journal).Undo();
        End("Nothing to undo: nothing of bouncer init is there.");
        return exitCode;
    }

    private void End(string nothing)
    {
        if (!_journal.HasChanges)
        {
            _journal.Say(nothing);
        }
        else if (options.DryRun)
        {
            _journal.Say("Nothing was done: this is a dry run.");
        }
    }

    private static string Words(ApiException e)
    {
        var remedy = e switch
        {
            { IsForbidden: true } => " docs/install.md lists the rights that are needed.",
            { Reason: ApiException.Unreachable } => " Is the API server up, and is it the one that the kubeconfig names?",
            { IsNotFound: true } => " Create the namespace first.",
            _ => "",
        };
        return e.Message.TrimEnd('.') + "." + remedy;
    }
}
