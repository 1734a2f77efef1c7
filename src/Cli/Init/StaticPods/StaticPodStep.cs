using Bouncer.Cli.Certificates;

namespace Bouncer.Cli.Init.StaticPods;

/// <summary>Changes the manifest that the kubelet runs the API server from, and changes it back.</summary>
internal sealed class StaticPodStep(InitOptions options, Journal journal)
{
    /// <summary>Where kubeadm has it.</summary>
    public const string UsualFile = "/etc/kubernetes/manifests/kube-apiserver.yaml";

    private readonly ApiServerManifest _manifest = new(options.AdmissionFile, options.Folder);

    /// <summary>Changes the manifest, or says how to.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.StaticPod is not { } file)
        {
            journal.Say($"\n{_manifest.Guide}");
            return;
        }

        var text = Read(file);
        var changed = Changed(file, text, _manifest.Add);
        if (changed == text)
        {
            journal.Unchanged(file);
            return;
        }

        if (!options.DryRun && !options.Force && await WhyNotReadyAsync(cancellationToken) is { } why)
        {
            throw new InitException(
                $"{file} is not changed, since no Pod could be created then: the Webhook at {options.Server} {why}. Deploy it first (kubectl apply -k deploy/overlays/...), then run bouncer init again; --force changes the manifest all the same.");
        }

        journal.Do(Verb.Change, $"{file}; the kubelet restarts the API server. The old one is {options.BackupFile}", () =>
        {
            PrivateFile.Write(options.BackupFile, text);
            Write(file, changed);
        });
        Show(text, changed);
    }

    /// <summary>Sees to it that no API server is left with a file that it cannot start without.</summary>
    /// <exception cref="InitException">A manifest would stay as it is, and names a file that would be removed.</exception>
    public void CheckUndo()
    {
        if (options.StaticPod is null && File.Exists(UsualFile) && PrivateFile.Read(UsualFile)?.Contains(options.AdmissionFile, StringComparison.Ordinal) == true)
        {
            throw new InitException($"{UsualFile} names {options.AdmissionFile}, and without that file the API server does not start. Add --static-pod {UsualFile}, which changes it back.");
        }
    }

    /// <summary>Changes the manifest back.</summary>
    public void Undo()
    {
        if (options.StaticPod is not { } file)
        {
            journal.Say($"An API server that has --admission-control-config-file={options.AdmissionFile} still does not start again: take the flag out.");
            return;
        }

        var text = Read(file);
        var changed = Changed(file, text, _manifest.Remove);
        if (changed == text)
        {
            journal.Unchanged(file);
            return;
        }

        journal.Do(Verb.Change, $"{file} back; the kubelet restarts the API server", () => Write(file, changed));
        Show(text, changed);
    }

    private static string Read(string file)
        => PrivateFile.Read(file) ?? throw new InitException($"{file}: there is no such file. Name the manifest of kube-apiserver with --static-pod; without it, bouncer init says what to change.");

    private static string Changed(string file, string text, Func<string, string> change)
    {
        try
        {
            return change(text);
        }
        catch (InitException e)
        {
            throw new InitException($"{file} is not changed: {e.Message}. Change it by hand; bouncer init says how without --static-pod.");
        }
    }

    private static void Write(string file, string text)
        => PrivateFile.Write(file, text, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file));

    /// <summary>Calls the Webhook as the API server will.</summary>
    private async Task<string?> WhyNotReadyAsync(CancellationToken cancellationToken)
    {
        var answer = await WebhookProbe.CallAsync(options.Server, null, cancellationToken);
        if (answer.Certificate is not { } certificate)
        {
            return $"cannot be called: {answer.Problem}";
        }

        if (!CertificateReader.Carries(certificate, options.Server.IdnHost))
        {
            return $"shows a certificate that does not carry {options.Server.IdnHost}";
        }

        return CertificateReader.TryRead(PrivateFile.Read(options.AuthorityFile) ?? "") is { } authorities
            && CertificateReader.WhyNotTrusted(certificate, answer.Others, authorities) is { } why
                ? $"shows a certificate that is not trusted: {why}"
                : null;
    }

    /// <summary>The lines that differ. All changes are of whole lines, and none is moved.</summary>
    private void Show(string before, string after)
    {
        var old = before.Split('\n');
        var @new = after.Split('\n');
        foreach (var line in old.Except(@new, StringComparer.Ordinal))
        {
            journal.Say($"  - {line}");
        }

        foreach (var line in @new.Except(old, StringComparer.Ordinal))
        {
            journal.Say($"  + {line}");
        }
    }
}
