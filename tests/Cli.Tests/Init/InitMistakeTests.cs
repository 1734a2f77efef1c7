namespace Bouncer.Cli.Tests.Init;

/// <summary>What is wrong with a command line or a host is said before anything is done.</summary>
public sealed class InitMistakeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AllThatContradictsItself_IsNamed()
    {
        var manifest = _folder.Write("kube-apiserver.yaml", "");

        var run = BouncerRun.Of("init", "--server", "http://webhook/", "--host", "a b", "--static-pod", manifest, "--folder", _folder.Path, "--undo", "--renew");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            [
                "--server is \"http://webhook/\". The API server asks over TLS alone: write https://.",
                "--host is \"a b\". Write a DNS name or an address.",
                $"--folder is the folder of the manifest. The kubelet runs what is there: name another folder than {_folder.Path}.",
                "--undo and --renew are both given. Write one of them.",
            ],
            run.ErrorLines);
    }

    [Theory]
    [InlineData("--allow-ttl is 0. Use a value from 1 to 1800.", "--allow-ttl", "0")]
    [InlineData("--deny-ttl is 1801. Use a value from 1 to 1800.", "--deny-ttl", "1801")]
    [InlineData("--server is \"webhook\". Write a URL such as https://image-bouncer-webhook:30020/image_policy.", "--server", "webhook")]
    public void WrongValue_IsNamed(string message, params string[] arguments)
    {
        var run = BouncerRun.Of(["init", .. arguments]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal([message, "See bouncer init --help."], run.ErrorLines);
    }

    [Fact]
    public void FilesThatTheApiServerWouldNotFind_AreNamedBeforeAnythingIsDone()
    {
        var authority = _folder.Write("ca.crt", "");

        var run = BouncerRun.Of("init", "--certificate-authority", authority, "--client-certificate", "/no/c.crt", "--client-key", "/no/c.key", "--folder", Path.Combine(_folder.Path, "new"));

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            ["The API server would not start: /no/c.crt (--client-certificate), /no/c.key (--client-key) is not there. Run bouncer init on the API server's host, or name the files that are there; docs/install.md has those of k3s."],
            run.ErrorLines);
        Assert.Equal("", run.Output);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "new")));
    }

    [Fact]
    public void UndoWithoutACluster_UndoesWhatIsOnThisHost()
    {
        var admission = _folder.Write("admission/admission.yaml", "# Written by bouncer init, which changes and removes it as well.\n");
        var mine = _folder.Write("admission/kubeconfig.yaml", "# mine\n");

        var run = BouncerRun.Of("init", "--undo", "--kubeconfig", "/nowhere/kubeconfig", "--folder", Path.Combine(_folder.Path, "admission"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The Secret and the CertificateSigningRequest stay: once the API server answers, run bouncer init --undo again.", run.Error, StringComparison.Ordinal);
        Assert.Contains($"removed    {admission}\nunchanged  {mine} was not written by bouncer init and stays\n", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(admission));
        Assert.True(File.Exists(mine));
    }
}
