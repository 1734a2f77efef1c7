using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.KubernetesApi.Access;

/// <summary>A program that gives credentials, as those of clouds and single sign-on do (<c>exec</c> in a kubeconfig).</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins and
/// https://kubernetes.io/docs/reference/config-api/client-authentication.v1/</remarks>
internal sealed class CredentialProgram
{
    private const string Group = "client.authentication.k8s.io";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2); // A person may have to sign in.

    private readonly KubeconfigEntry _exec;
    private readonly TimeProvider _time;
    private readonly string _command;
    private readonly string _apiVersion;
    private readonly bool _isInteractive;
    private readonly ProcessStartInfo _start;

    /// <summary>Reads how the program is called.</summary>
    /// <param name="exec">What the kubeconfig says of it.</param>
    /// <param name="cluster">The cluster, of which it may be told.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ApiException">There is something wrong with it.</exception>
    public CredentialProgram(KubeconfigEntry exec, KubeconfigEntry cluster, TimeProvider time)
    {
        _exec = exec;
        _time = time;
        _command = exec.RequiredText("command");
        _apiVersion = exec.RequiredText("apiVersion");
        if (_apiVersion is not ($"{Group}/v1" or $"{Group}/v1beta1"))
        {
            throw exec.WrongAt("apiVersion", $"is \"{_apiVersion}\", and has to be {Group}/v1 or {Group}/v1beta1");
        }

        _isInteractive = !Console.IsInputRedirected && exec.Text("interactiveMode") != "Never";
        if (exec.Text("interactiveMode") == "Always" && !_isInteractive)
        {
            throw exec.WrongAt("interactiveMode", "is Always, and there is no terminal here");
        }

        // A name alone is looked for in PATH, and a path begins at the kubeconfig.
        var isPath = _command.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar);
        _start = new(isPath ? exec.PathAt("command")! : _command, exec.Texts("args")) { RedirectStandardOutput = true, RedirectStandardInput = !_isInteractive };
        foreach (var variable in exec.List("env"))
        {
            _start.Environment[variable.RequiredText("name")] = variable.Text("value") ?? "";
        }

        _start.Environment["KUBERNETES_EXEC_INFO"] = RegoJson.ToJson(Question(cluster));
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="ApiException">It gave none.</exception>
    public async Task<Credential> RunAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var process = Start();
        try
        {
            if (!_isInteractive)
            {
                process.StandardInput.Close();
            }

            var output = await process.StandardOutput.ReadToEndAsync(both.Token);
            await process.WaitForExitAsync(both.Token);
            return process.ExitCode == 0 ? Answer(output) : throw Failed($"ended with exit code {process.ExitCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"did not end within {s_patience.TotalMinutes:0} minutes");
        }
        finally
        {
            Kill(process);
        }
    }

    private Process Start()
    {
        try
        {
            return Process.Start(_start)!;
        }
        catch (Win32Exception e)
        {
            var hint = _exec.Text("installHint") is { } text ? $"\n{text.Trim()}" : "";
            throw Failed($"cannot be started: {e.Message}{hint}", e);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended, which is what is wanted.
        }
    }

    private Credential Answer(string output)
    {
        if (!RegoJson.TryParse(Encoding.UTF8.GetBytes(output), out var value, out var error) || value is not RegoObject answer)
        {
            throw Failed($"wrote no JSON object{(error is null ? "" : $": {error}")}"); // What it wrote may be secret.
        }

        if (answer.TextAt("kind") != "ExecCredential" || answer.TextAt("apiVersion") != _apiVersion)
        {
            throw Failed($"wrote {answer.TextAt("kind")} of {answer.TextAt("apiVersion")}, and ExecCredential of {_apiVersion} was asked for");
        }

        var token = answer.TextAt("status", "token");
        var chain = answer.TextAt("status", "clientCertificateData");
        if (token.Length == 0 && chain.Length == 0)
        {
            throw Failed("gave neither a token nor a certificate");
        }

        try
        {
            return new()
            {
                Authorization = token.Length > 0 ? Credential.Bearer(token) : null,
                Certificate = chain.Length > 0 ? new(chain, answer.TextAt("status", "clientKeyData")) : null,
                Until = DateTimeOffset.TryParse(
                    answer.TextAt("status", "expirationTimestamp"), CultureInfo.InvariantCulture, out var until) ? until : null,
            };
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Failed($"gave a certificate that cannot be used: {e.Message}", e);
        }
        catch (FormatException e)
        {
            throw Failed($"gave a token that cannot be sent: {e.Message}", e);
        }
    }

    private ApiException Failed(string how, Exception? cause = null) => new(
        $"The program {_command}, which the kubeconfig {_exec.File} names at {_exec.Place}, {how}", null, ApiException.NoCredentials, cause);

    private RegoObject Question(KubeconfigEntry cluster)
    {
        var spec = Documents.Of(("interactive", RegoBoolean.Of(_isInteractive)));
        return Documents.Of(
            ("apiVersion", new RegoString(_apiVersion)),
            ("kind", new RegoString("ExecCredential")),
            ("spec", _exec.Flag("provideClusterInfo") ? spec.With(("cluster", ClusterInfo(cluster))) : spec));
    }

    /// <summary>The cluster as the program is told of it: all but the path of a file, in place of which it gets what is in it.</summary>
    private static RegoObject ClusterInfo(KubeconfigEntry cluster)
    {
        var info = RegoObject.Empty;
        foreach (var name in (string[])["server", "tls-server-name", "insecure-skip-tls-verify", "proxy-url", "disable-compression"])
        {
            info = cluster.Value.At(name) is { } value ? info.With((name, value)) : info;
        }

        if (cluster.Pem("certificate-authority") is { } pem)
        {
            info = info.With(("certificate-authority-data", new RegoString(Convert.ToBase64String(Encoding.UTF8.GetBytes(pem)))));
        }

        return cluster.List("extensions").FirstOrDefault(e => e.Text("name") == $"{Group}/exec")?.Value.At("extension") is { } config
            ? info.With(("config", config))
            : info;
    }
}
