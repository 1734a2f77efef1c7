using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Bouncer.KubernetesApi.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.KubernetesApi.Tests.Access;

/// <summary>Programs that give credentials.</summary>
public sealed class CredentialProgramTests : ConnectionTest
{
    private const string V1 = "client.authentication.k8s.io/v1";
    private const string Exec = $"exec: {{apiVersion: {V1}, command: ./program}}";

    [Fact]
    public async Task Token_IsAskedForOnce()
    {
        Program(Status("token: \"secret\""));
        using var connection = Open(Exec);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AskAsync(connection)));

        Assert.Equal(Enumerable.Repeat("Bearer secret", 4), Server.Asked.Select(a => a.Authorization));
        Assert.Equal(1, Runs);
    }

    [Fact]
    public async Task TokenThatEnds_IsAskedForAgain()
    {
        var until = Time.GetUtcNow() + TimeSpan.FromMinutes(5);
        Program(Status($"token: \"secret\", expirationTimestamp: \"{until.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}\""));
        using var connection = Open(Exec);
        await AskAsync(connection);
        Time.Advance(TimeSpan.FromMinutes(4));
        await AskAsync(connection);
        Assert.Equal(1, Runs);

        Time.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(connection);

        Assert.Equal(2, Runs);
    }

    [Fact]
    public async Task RefusedToken_IsAskedForAgain()
    {
        Program(Status("token: \"secret\""));
        using var connection = Open(Exec);
        Server.Status = 401;
        await AskAsync(connection);
        await AskAsync(connection);

        Assert.Equal(2, Runs);
    }

    [Fact]
    public async Task Certificate_IsShown()
    {
        using var certificate = Authority.IssueClient("jane");
        var answer = new JsonObject
        {
            ["apiVersion"] = V1,
            ["kind"] = "ExecCredential",
            ["status"] = new JsonObject { ["clientCertificateData"] = certificate.ExportCertificatePem(), ["clientKeyData"] = certificate.KeyPem() },
        };
        Folder.Write("answer", answer.ToJsonString());
        Program("cat answer");

        Assert.Equal("CN=jane", (await AskOnceAsync(Exec)).Certificate);
    }

    [Fact]
    public async Task ArgumentsAndEnvironment_ReachItAsTheyAre()
    {
        Program("printf '%s|' \"$@\" \"$GREETING\" >said; " + Status("token: \"secret\""));

        await AskOnceAsync($"exec: {{apiVersion: {V1}, command: ./program, args: [\"a b\", \"$c\"], env: [{{name: GREETING, value: \"good day\"}}]}}");

        Assert.Equal("a b|$c|good day|", await File.ReadAllTextAsync(Folder.File("said"), Deadline));
    }

    [Fact]
    public async Task NameAlone_IsLookedForInThePath()
        => Assert.Equal(
            "Bearer secret",
            (await AskOnceAsync($"exec: {{apiVersion: {V1}, command: sh, args: [-c, {System.Text.Json.JsonSerializer.Serialize(Status("token: \"secret\""))}]}}")).Authorization);

    [Fact]
    public async Task Cluster_IsToldWhereThatIsAskedFor()
    {
        Folder.Write("ca.crt", Authority.Pem);
        Program("echo \"$KUBERNETES_EXEC_INFO\" >info; " + Status("token: \"secret\""));
        await AskOnceAsync($"exec: {{apiVersion: {V1}, command: ./program, interactiveMode: Never}}");
        var without = JsonNode.Parse(await File.ReadAllTextAsync(Folder.File("info"), Deadline))!;

        await AskOnceAsync(
            $"exec: {{apiVersion: {V1}, command: ./program, interactiveMode: Never, provideClusterInfo: true}}",
            $"server: \"{Server.Address}\", certificate-authority: ca.crt, extensions: [{{name: client.authentication.k8s.io/exec, extension: {{audience: a}}}}]");
        var with = JsonNode.Parse(await File.ReadAllTextAsync(Folder.File("info"), Deadline))!;

        Assert.True(JsonNode.DeepEquals(without, JsonNode.Parse($$"""{"apiVersion":"{{V1}}","kind":"ExecCredential","spec":{"interactive":false} }""")), without.ToJsonString());
        Assert.True(
            JsonNode.DeepEquals(
                with["spec"]!["cluster"],
                JsonNode.Parse($$"""{"server":"{{Server.Address}}","certificate-authority-data":"{{Base64(Authority.Pem)}}","config":{"audience":"a"} }""")),
            with.ToJsonString());
    }

    [Fact]
    public async Task LongAnswer_IsReadToItsEnd()
    {
        Program("head -c 300000 /dev/zero | tr '\\0' ' '; " + Status("token: \"secret\""));

        Assert.Equal("Bearer secret", (await AskOnceAsync(Exec)).Authorization);
    }

    [Theory]
    [InlineData("exit 3", "ended with exit code 3")]
    [InlineData("echo hello", "wrote no JSON object: ")]
    [InlineData("echo '\"secret\"'", "wrote no JSON object")]
    [InlineData("echo '{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}'", "wrote Pod of v1, and ExecCredential of client.authentication.k8s.io/v1 was asked for")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}'", "gave neither a token nor a certificate")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"clientCertificateData\":\"a\"}}'", "gave a certificate that cannot be used: ")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"a b\"}}'", "gave a token that cannot be sent")]
    public async Task Failure_IsToldWithTheProgram(string script, string expected)
    {
        Program(script);
        using var connection = Open(Exec);

        var failure = await Assert.ThrowsAsync<ApiException>(() => AskAsync(connection));

        Assert.StartsWith(
            $"The program ./program, which the kubeconfig {Folder.File("kubeconfig")} names at users[admin].user.exec, {expected}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ApiException.NoCredentials, failure.Reason);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Server.Asked);
    }

    [Fact]
    public async Task ProgramThatIsNotThere_IsTold_WithHowToGetIt()
    {
        using var connection = Open($"exec: {{apiVersion: {V1}, command: no-such-plugin, installHint: \"Ask the cloud for it.\"}}");

        var failure = await Assert.ThrowsAsync<ApiException>(() => AskAsync(connection));

        Assert.Matches("^The program no-such-plugin, which .* names at users.admin..user.exec, cannot be started: .*\nAsk the cloud for it.$", failure.Message);
    }

    [Fact]
    public async Task WhoNoLongerWaits_EndsTheProgram()
    {
        Program("echo $$ >pid; exec sleep 1000");
        using var connection = Open(Exec);
        using var giveUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, connection.Server);
        var asking = connection.SendAsync(request, giveUp.Token);
        var pid = "";
        await Eventually.HoldsAsync(
            async () => File.Exists(Folder.File("pid")) && (pid = await File.ReadAllTextAsync(Folder.File("pid"), Deadline)).EndsWith('\n'), "the program", Deadline);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Eventually.HoldsAsync(() => Task.FromResult(!IsThere(int.Parse(pid, CultureInfo.InvariantCulture))), "its end", Deadline);
    }

    [Theory]
    [InlineData("{command: ./program}", "users[admin].user.exec.apiVersion is missing.")]
    [InlineData("{apiVersion: v1, command: ./program}", "users[admin].user.exec.apiVersion is \"v1\", and has to be client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1.")]
    [InlineData($"{{apiVersion: {V1}, command: ./program, args: -x}}", "users[admin].user.exec.args is no list.")]
    [InlineData($"{{apiVersion: {V1}, command: ./program, args: [1]}}", "users[admin].user.exec.args[0] is no text. Put it in quotes.")]
    [InlineData($"{{apiVersion: {V1}, command: ./program, env: [PATH]}}", "users[admin].user.exec.env[0] is no mapping.")]
    [InlineData("program", "users[admin].user.exec is no mapping.")]
    [InlineData($"{{apiVersion: {V1}}}", "users[admin].user.exec.command is missing.")]
    [InlineData($"{{apiVersion: {V1}, command: ./program, env: [{{value: a}}]}}", "users[admin].user.exec.env[0].name is missing.")]
    public void WrongEntry_IsToldWithItsPlace(string exec, string expected) => Assert.Equal(expected, Problem($"exec: {exec}"));

    private int Runs => File.ReadAllLines(Folder.File("runs")).Length;

    /// <summary>A shell command that writes an answer.</summary>
    private static string Status(string members)
        => $"echo '{{\"apiVersion\":\"{V1}\",\"kind\":\"ExecCredential\",\"status\":{{{members.Replace("token:", "\"token\":", StringComparison.Ordinal).Replace("expirationTimestamp:", "\"expirationTimestamp\":", StringComparison.Ordinal)}}}}}'";

    /// <summary>Writes the program: it runs in the test's folder.</summary>
    private void Program(string script)
    {
        var file = Folder.Write("program", $"#!/bin/sh\ncd '{Folder.Path}'\necho run >>runs\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static bool IsThere(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
