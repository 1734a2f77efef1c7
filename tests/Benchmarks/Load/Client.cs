using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Bouncer.Benchmarks.Load;

/// <summary>A client for services on this machine with certificates of their own.</summary>
internal static class Client
{
    /// <summary>Posts a review until the service answers.</summary>
    /// <returns>The answer's body.</returns>
    public static async Task<string> AskAsync(Uri url, byte[] payload, TimeSpan patience)
    {
        if (!url.IsLoopback)
        {
            throw new ArgumentException($"{url} is not on this machine.");
        }

        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        using var client = new HttpClient(handler);
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var content = new ByteArrayContent(payload);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await client.PostAsync(url, content);
                return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
            }
            catch (HttpRequestException e) when (e.InnerException is SocketException or IOException && Stopwatch.GetElapsedTime(start) < patience)
            {
                // Not listening yet. Trying without a pause would take half of a small machine from what is measured.
                await Task.Delay(1);
            }
        }
    }
}
