using Bouncer.Admission.Recording;
using Bouncer.GatekeeperAdapter.Options;

namespace Bouncer.GatekeeperAdapter.Tests.Options;

public class CommandLineTests
{
    private static readonly string[] s_certificate = ["--cert=tls.crt", "--key=tls.key"];

    [Fact]
    public void WithoutOptions_DefaultsAreGatekeepers()
    {
        var options = Read(s_certificate);

        Assert.Equal(8443, options.Port);
        Assert.Equal(9090, options.ManagementPort);
        Assert.False(options.AllowsTls12);
        Assert.Equal("gatekeeper-system", options.Namespace);
        Assert.Equal(StateSource.Folder, options.State);
        Assert.Equal([Operation.Webhook, Operation.Audit, Operation.Status], options.Operations.Order());
        Assert.Equal(["http.send"], options.DisabledBuiltins);
        Assert.Equal(Environment.ProcessorCount, options.MaxServingThreads);
        Assert.Empty(options.ClientNames);
    }

    [Fact]
    public void GatekeepersArguments_AreTaken()
    {
        var options = Read(
        [
            "--cert-dir=/certs", "--port=9443", "--log-denies=true", "--operation=audit", "--operation=status",
            "--exempt-namespace=gatekeeper-system", "--exempt-namespace", "kube-system", "--exempt-namespace-prefix=kube-",
            "--disable-opa-builtin={http.send}", "--max-serving-threads=-1", "--tls-min-version=1.2", "--disable-enforcementaction-validation",
        ]);

        Assert.Equal(Path.Combine("/certs", "tls.crt"), options.CertificatePath);
        Assert.Equal(Path.Combine("/certs", "tls.key"), options.KeyPath);
        Assert.True(options.LogDenies);
        Assert.Equal([Operation.Audit, Operation.Status], options.Operations.Order());
        Assert.Equal(["gatekeeper-system", "kube-system"], options.Exempt.Names);
        Assert.True(options.Exempt.Contains("kube-public"));
        Assert.False(options.Exempt.Contains("default"));
        Assert.Equal(["http.send"], options.DisabledBuiltins);
        Assert.True(options.AllowsTls12);
        Assert.False(options.ValidateEnforcementAction);
    }

    [Theory]
    [InlineData("--audit-match-kind-only")]
    [InlineData("--audit-match-kind-only=true")]
    [InlineData("--audit-match-kind-only=false")]
    public void KindsOfTheAudit_AreAlwaysThoseOfConstraints(string argument)
        => Assert.Equal(Read(s_certificate).Audit, Read([.. s_certificate, argument]).Audit);

    [Theory]
    [InlineData("--kubeconfig=k", null, StateSource.Cluster)]
    [InlineData("--policies=p", "10.0.0.1", StateSource.Folder)]
    [InlineData("--debug", "10.0.0.1", StateSource.Cluster)]
    [InlineData("--debug", null, StateSource.Folder)]
    public void State_FollowsFromWhatIsThere(string argument, string? serviceHost, object state)
        => Assert.Equal(state, Read([.. s_certificate, argument], new() { ["KUBERNETES_SERVICE_HOST"] = serviceHost }).State);

    [Fact]
    public void ClientAuthority_ExpectsTheApiServersName()
        => Assert.Equal(["kube-apiserver"], Read([.. s_certificate, "--client-ca=ca.crt"]).ClientNames);

    [Fact]
    public void Variables_StandForOptions()
    {
        var options = Read([], new()
        {
            ["BOUNCER_CERTIFICATE"] = "tls.crt",
            ["BOUNCER_KEY"] = "tls.key",
            ["BOUNCER_EVALUATION_TIMEOUT"] = "0.25",
            ["POD_NAME"] = "adapter-0",
            ["POD_NAMESPACE"] = "policy",
        });

        Assert.Equal(TimeSpan.FromMilliseconds(250), options.EvaluationTimeout);
        Assert.Equal("adapter-0", options.PodName);
        Assert.Equal("policy", options.Namespace);
    }

    [Fact]
    public void WhatIsTold_IsEverything_UnlessSaidOtherwise()
    {
        Assert.Equal(Redaction.None, Read(s_certificate).Recording.Redaction);
        Assert.Equal(Redaction.Omit, Read([.. s_certificate, "--redact", "omit"], new() { ["BOUNCER_REDACT"] = "hash" }).Recording.Redaction);
        Assert.Equal(Redaction.Hash, Read(s_certificate, new() { ["BOUNCER_REDACT"] = "hash" }).Recording.Redaction);
    }

    [Fact]
    public void WrongRedaction_IsAMistake()
        => Assert.Equal(["--redact (BOUNCER_REDACT) is \"all\". Write none, hash or omit."], Problems([.. s_certificate, "--redact=all"]));

    [Fact]
    public void Redaction_AndALogOfWhatIsRedacted_AreAContradiction()
        => Assert.Equal(
            ["--log-denies (BOUNCER_LOG_DENIES) logs what --redact (BOUNCER_REDACT) keeps back. Leave one of them out."],
            Problems([.. s_certificate, "--redact=hash", "--log-denies"]));

    [Fact]
    public void RegistriesOfRefusedImages_AreNoneOfTheAdapters()
        => Assert.Contains(Problems([.. s_certificate, "--refused-registries=1"]), p => p.Contains("--refused-registries", StringComparison.Ordinal));

    [Fact]
    public void EveryMistake_IsNamedAtOnce()
    {
        var problems = Problems(
        [
            "--tls-min-version=1.1", "--state=etcd", "--operation=mutation-webhook", "--max-serving-threads=many", "--evaluation-timeout=60",
            "--port=70", "--management-port=70", "--client-cn-name=me",
        ]);

        Assert.Equal(
        [
            "--cert (BOUNCER_CERTIFICATE) is missing: name the PEM file of the certificate that the API server is to see.",
            "--key (BOUNCER_KEY) is missing: name the PEM file of the certificate's key.",
            "--tls-min-version (BOUNCER_TLS_MIN_VERSION) is \"1.1\". Write 1.2 or 1.3.",
            "--state (BOUNCER_STATE) is \"etcd\". Write folder or cluster.",
            "--operation (BOUNCER_OPERATION) is \"mutation-webhook\". Write webhook, audit or status; mutation and expansion are not supported.",
            "--max-serving-threads (BOUNCER_MAX_SERVING_THREADS) is \"many\". Write a number from -1 to 1024.",
            "--evaluation-timeout (BOUNCER_EVALUATION_TIMEOUT) is \"60\". Write seconds from 0.01 to 30.",
            "--client-cn-name (BOUNCER_CLIENT_CN_NAME) is set, but no client certificate is asked for. Set --client-ca (BOUNCER_CLIENT_CA).",
            "--port (BOUNCER_PORT) and --management-port (BOUNCER_MANAGEMENT_PORT) are both 70. Choose two ports.",
        ],
        problems);
    }

    [Fact]
    public void Contradictions_AreMistakes()
        => Assert.Equal(
        [
            "--cert-dir (BOUNCER_CERTIFICATE_DIR) stands in place of --cert and --key. Leave one or the others out.",
            "--policies (BOUNCER_POLICIES) goes with the state of a folder. Set --state (BOUNCER_STATE) to folder, or leave the folder out.",
        ],
        Problems([.. s_certificate, "--cert-dir=/certs", "--state=cluster", "--policies=p"]));

    private static AdapterOptions Read(string[] arguments, Dictionary<string, string?>? environment = null)
    {
        var options = CommandLine.Read(CommandLine.Command.Parse(arguments), name => environment?.GetValueOrDefault(name), out var problems);
        Assert.Empty(problems);
        return options;
    }

    private static IReadOnlyList<string> Problems(string[] arguments)
    {
        CommandLine.Read(CommandLine.Command.Parse(arguments), _ => null, out var problems);
        return problems;
    }
}
