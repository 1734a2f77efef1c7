using System.Net;
using Bouncer.Admission.Recording;
using Bouncer.Webhook.Options;

namespace Bouncer.Webhook.Tests.Options;

public sealed class CommandLineTests
{
    private static readonly string[] s_enough = ["--cert", "c.pem", "--key", "k.pem", "--registry-whitelist", "docker.io"];

    [Fact]
    public void FlagsOfKubeImageBouncer_AreTaken()
    {
        var options = Read(["--cert=/tls/tls.crt", "--key=/tls/tls.key", "--debug", "--registry-whitelist=docker.io,gcr.io"], []);

        Assert.Equal("/tls/tls.crt", options.CertificatePath);
        Assert.Equal("/tls/tls.key", options.KeyPath);
        Assert.True(options.Debug);
        Assert.Equal(["docker.io", "gcr.io"], options.Registries);
        Assert.Equal(1323, options.Port);
        Assert.Equal(9090, options.ManagementPort);
        Assert.Equal(TimeSpan.FromSeconds(3), options.ShutdownDelay);
        Assert.Null(options.Bind);
    }

    [Fact]
    public void ShortFlagsAndSingleDashes_AreTaken()
    {
        var options = Read(["-c", "c.pem", "-k", "k.pem", "-p", "8443", "-registry-whitelist=docker.io", "-debug=true"], []);

        Assert.Equal("c.pem", options.CertificatePath);
        Assert.Equal(8443, options.Port);
        Assert.Equal(["docker.io"], options.Registries);
        Assert.True(options.Debug);
    }

    [Fact]
    public void EnvironmentVariables_StandForFlags()
    {
        var options = Read(
            [],
            new()
            {
                ["BOUNCER_CERTIFICATE"] = "c.pem",
                ["BOUNCER_KEY"] = "k.pem",
                ["BOUNCER_POLICY"] = "policy.yaml",
                ["BOUNCER_PORT"] = "30020",
                ["BOUNCER_MANAGEMENT_PORT"] = "0",
                ["BOUNCER_BIND"] = "127.0.0.1",
                ["BOUNCER_CLIENT_CA"] = "ca.pem",
                ["BOUNCER_CLIENT_NAME"] = "kube-apiserver, front",
                ["BOUNCER_DEBUG"] = "true",
                ["BOUNCER_SHUTDOWN_DELAY"] = "0.5",
            });

        Assert.Equal("policy.yaml", options.PolicyPath);
        Assert.Equal(30020, options.Port);
        Assert.Equal(0, options.ManagementPort);
        Assert.Equal(IPAddress.Loopback, options.Bind);
        Assert.Equal("ca.pem", options.ClientAuthorityPath);
        Assert.Equal(["kube-apiserver", "front"], options.ClientNames);
        Assert.True(options.Debug);
        Assert.Equal(TimeSpan.FromSeconds(0.5), options.ShutdownDelay);
    }

    [Fact]
    public void WhatIsTold_IsEverythingAndTwentyRegistries_UnlessSaidOtherwise()
    {
        Assert.Equal(new RecordingOptions { Redaction = Redaction.None, Registries = 20 }, Read(s_enough, []).Recording);
        Assert.Equal(
            new RecordingOptions { Redaction = Redaction.Hash, Registries = 0 },
            Read([.. s_enough, "--redact", "hash", "--refused-registries=0"], new() { ["BOUNCER_REDACT"] = "omit", ["BOUNCER_REFUSED_REGISTRIES"] = "7" }).Recording);
        Assert.Equal(
            new RecordingOptions { Redaction = Redaction.Omit, Registries = 1000 },
            Read(s_enough, new() { ["BOUNCER_REDACT"] = "omit", ["BOUNCER_REFUSED_REGISTRIES"] = "1000" }).Recording);
        Assert.Equal(Redaction.None, Read([.. s_enough, "--redact=none"], []).Recording.Redaction);
    }

    [Theory]
    [InlineData("--redact", "yes", "--redact (BOUNCER_REDACT) is \"yes\". Write none, hash or omit.")]
    [InlineData("--redact", "Hash", "--redact (BOUNCER_REDACT) is \"Hash\". Write none, hash or omit.")]
    [InlineData("--refused-registries", "1001", "--refused-registries (BOUNCER_REFUSED_REGISTRIES) is \"1001\". Write a number from 0 to 1000.")]
    [InlineData("--refused-registries", "-1", "--refused-registries (BOUNCER_REFUSED_REGISTRIES) is \"-1\". Write a number from 0 to 1000.")]
    [InlineData("--refused-registries", "many", "--refused-registries (BOUNCER_REFUSED_REGISTRIES) is \"many\". Write a number from 0 to 1000.")]
    public void WrongValueOfWhatIsTold_IsAMistake(string option, string value, string message)
        => Assert.Equal([message], Mistakes([.. s_enough, $"{option}={value}"], []));

    [Fact]
    public void CommandLine_WinsOverEnvironment()
    {
        var options = Read([.. s_enough, "--port", "1", "--debug"], new() { ["BOUNCER_PORT"] = "2", ["BOUNCER_DEBUG"] = "false" });

        Assert.Equal(1, options.Port);
        Assert.True(options.Debug);
    }

    [Fact]
    public void PortThatKubernetesSetsForAServiceCalledBouncer_IsNotOurs()
        => Assert.Equal(1323, Read(s_enough, new() { ["BOUNCER_PORT"] = "tcp://10.0.0.1:1323" }).Port);

    [Fact]
    public void NoOptionsAtAll_AreEveryMistakeAtOnce()
        => Assert.Equal(
            [
                "--cert (BOUNCER_CERTIFICATE) is missing: name the PEM file of the certificate that the API server is to see.",
                "--key (BOUNCER_KEY) is missing: name the PEM file of the certificate's key.",
                "There is no policy. Set --policy (BOUNCER_POLICY) to a policy file, or --registry-whitelist (BOUNCER_REGISTRY_WHITELIST) to a list such as docker.io,gcr.io.",
            ],
            Mistakes([], []));

    [Fact]
    public void WrongValues_AreEveryMistakeAtOnce()
        => Assert.Equal(
            [
                "--bind (BOUNCER_BIND) is \"everywhere\". Write an IP address, such as 127.0.0.1 or ::.",
                "--port (BOUNCER_PORT) is \"http\". Write a port from 1 to 65535, or 0 for any free one.",
                "--management-port (BOUNCER_MANAGEMENT_PORT) is \"65536\". Write a port from 1 to 65535, or 0 for any free one.",
                "--shutdown-delay (BOUNCER_SHUTDOWN_DELAY) is \"-1\". Write seconds from 0 to 300.",
                "--debug (BOUNCER_DEBUG) is \"perhaps\". Write true or false.",
                "--client-name (BOUNCER_CLIENT_NAME) is set, but no client certificate is asked for. Set --client-ca (BOUNCER_CLIENT_CA).",
            ],
            Mistakes(
                [.. s_enough, "--bind", "everywhere", "--port", "http", "--management-port=65536", "--shutdown-delay=-1", "--client-name", "x"],
                new() { ["BOUNCER_DEBUG"] = "perhaps" }));

    [Fact]
    public void Contradictions_AreMistakes()
        => Assert.Equal(
            [
                "--policy (BOUNCER_POLICY) and --registry-whitelist (BOUNCER_REGISTRY_WHITELIST) are both set. Write the list as an allow rule of the policy.",
                "--reject-latest (BOUNCER_REJECT_LATEST) goes with a list of registries. Write it as a deny rule of the policy: deny: {tags: [latest]}.",
                "--port (BOUNCER_PORT) and --management-port (BOUNCER_MANAGEMENT_PORT) are both 7. Choose two ports.",
            ],
            Mistakes([.. s_enough, "--policy", "p.yaml", "--reject-latest", "--port", "7", "--management-port", "7"], []));

    [Fact]
    public void UnknownFlags_AreMistakes()
        => Assert.Contains(Mistakes([.. s_enough, "--registries", "docker.io"], []), m => m.Contains("--registries", StringComparison.Ordinal));

    private static WebhookOptions Read(string[] arguments, Dictionary<string, string> environment)
    {
        var options = CommandLine.Read(CommandLine.Command.Parse(arguments), name => environment.GetValueOrDefault(name), out var problems);
        Assert.Empty(problems);
        return options;
    }

    private static IReadOnlyList<string> Mistakes(string[] arguments, Dictionary<string, string> environment)
    {
        CommandLine.Read(CommandLine.Command.Parse(arguments), name => environment.GetValueOrDefault(name), out var problems);
        return problems;
    }
}
