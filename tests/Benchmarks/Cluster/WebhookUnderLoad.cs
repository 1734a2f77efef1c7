using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Bouncer.LocalCluster.Admission;
using Bouncer.LocalCluster.Certificates;

namespace Bouncer.Benchmarks.Cluster;

/// <summary>The published Webhook as a process, over mutual TLS, with production defaults.</summary>
internal sealed class WebhookUnderLoad : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _management;

    private WebhookUnderLoad(Process process, int managementPort, ImagePolicyWebhookConfiguration configuration)
    {
        _process = process;
        _management = new() { BaseAddress = new($"http://127.0.0.1:{managementPort}") };
        Configuration = configuration;
    }

    /// <summary>How an API server asks it.</summary>
    public ImagePolicyWebhookConfiguration Configuration { get; }

    public static WebhookUnderLoad Start(string program, string folder)
    {
        using var authority = new CertificateAuthority("benchmark", TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(1));
        var server = authority.IssueServer("localhost", ["localhost"], [IPAddress.Loopback]);
        var client = authority.IssueClient("kube-apiserver");
        string Write(string name, string text)
        {
            var file = Path.Combine(folder, name);
            File.WriteAllText(file, text);
            return file;
        }

        var ca = Write("ca.crt", authority.Certificate);
        var (port, managementPort) = FreePorts();
        var process = Process.Start(new ProcessStartInfo(
            program,
            [
                "--cert", Write("tls.crt", server.Certificate), "--key", Write("tls.key", server.Key), "--client-ca", ca,
                "--registry-whitelist", "docker.io", "--bind", "127.0.0.1", "--port", Text(port), "--management-port", Text(managementPort),
            ])
        {
            RedirectStandardOutput = true,
        })!;
        process.BeginOutputReadLine(); // Read, and of no interest.
        return new(process, managementPort, new()
        {
            Server = new($"https://localhost:{port}/image_policy"),
            CertificateAuthorityFile = ca,
            ClientCertificate = new(Write("client.crt", client.Certificate), Write("client.key", client.Key)),
        });
    }

    /// <summary>How many reviews it has answered so far, and how long all of them took together.</summary>
    public async Task<(long Count, double Seconds)> ReviewsAsync()
    {
        var lines = (await _management.GetStringAsync("/metrics")).Split('\n');
        double Sum(string metric) => lines.Where(line => line.StartsWith(metric, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
        return ((long)Sum("bouncer_review_duration_seconds_count"), Sum("bouncer_review_duration_seconds_sum"));
    }

    public void Dispose()
    {
        _management.Dispose();
        _process.Kill();
        _process.Dispose();
    }

    private static (int Admission, int Management) FreePorts()
    {
        using TcpListener one = new(IPAddress.Loopback, 0), other = new(IPAddress.Loopback, 0);
        one.Start();
        other.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)other.LocalEndpoint).Port);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
