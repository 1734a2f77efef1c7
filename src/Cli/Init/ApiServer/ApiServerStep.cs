namespace Bouncer.Cli.Init.ApiServer;

/// <summary>Writes the files of the API server, and removes them.</summary>
internal sealed class ApiServerStep(InitOptions options, Journal journal)
{
    /// <summary>Checks what the API server would not start without: a file that is missing.</summary>
    /// <exception cref="InitException">Something is missing.</exception>
    public void Check()
    {
        (string Option, string File)[] files =
        [
            ("--certificate-authority", options.AuthorityFile),
            ("--client-certificate", options.ClientCertificateFile),
            ("--client-key", options.ClientKeyFile),
        ];
        if (files.Where(f => !File.Exists(f.File)).ToList() is { Count: > 0 } missing)
        {
            throw new InitException(
                $"The API server would not start: {string.Join(", ", missing.Select(f => $"{f.File} ({f.Option})"))} is not there. Run bouncer init on the API server's host, or name the files that are there; docs/install.md has those of k3s.");
        }
    }

    /// <summary>Writes what is not as it should be.</summary>
    public void Run()
    {
        Write(options.KubeconfigFile, ApiServerFiles.Kubeconfig(options));
        Write(options.AdmissionFile, ApiServerFiles.Admission(options));
    }

    /// <summary>Removes the files that we wrote, and the folder if nothing else is in it.</summary>
    public void Undo()
    {
        Remove(options.AdmissionFile);
        Remove(options.KubeconfigFile);
        foreach (var file in new[] { options.PendingKeyFile, options.BackupFile }.Where(File.Exists))
        {
            journal.Do(Verb.Remove, file, () => PrivateFile.Remove(file));
        }

        if (!options.DryRun && Directory.Exists(options.Folder) && !Directory.EnumerateFileSystemEntries(options.Folder).Any())
        {
            journal.Do(Verb.Remove, options.Folder, () => Directory.Delete(options.Folder));
        }
    }

    private void Write(string file, string text)
    {
        var found = PrivateFile.Read(file);
        if (found == text)
        {
            journal.Unchanged(file);
            return;
        }

        if (found is not null && !found.StartsWith(ApiServerFiles.FirstLine, StringComparison.Ordinal))
        {
            throw new InitException($"{file} is there and bouncer init did not write it. Move it away, or name another folder with --folder.");
        }

        journal.Do(Verb.Write, file, () => PrivateFile.Write(file, text));
        if (options.DryRun)
        {
            journal.Say(text);
        }
    }

    private void Remove(string file)
    {
        var found = PrivateFile.Read(file);
        if (found is null || !found.StartsWith(ApiServerFiles.FirstLine, StringComparison.Ordinal))
        {
            journal.Unchanged($"{file} {(found is null ? "is not there" : "was not written by bouncer init and stays")}");
        }
        else
        {
            journal.Do(Verb.Remove, file, () => PrivateFile.Remove(file));
        }
    }
}
