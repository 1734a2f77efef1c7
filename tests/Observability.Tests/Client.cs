using System.Text;
using Bouncer.TestSupport;

namespace Bouncer.Observability.Tests;

/// <summary>Asks a service, over TLS.</summary>
internal sealed class Client(Uri address, TestAuthority authority) : IDisposable
{
    private HttpClient? _http;

    /// <summary>To be set up before the first question.</summary>
    public SocketsHttpHandler Handler { get; } = new() { SslOptions = { CertificateChainPolicy = TestTrust.In(authority) } };

    public async Task PostAsync(string path, string body)
    {
        _http ??= new HttpClient(Handler) { BaseAddress = address };
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        _http?.Dispose();
        Handler.Dispose();
    }
}
