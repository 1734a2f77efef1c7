using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace Bouncer.Benchmarks.Dashboard;

/// <summary>Sends spans to a dashboard at a steady rate, over HTTP.</summary>
internal static class OtlpLoad
{
    private const int RecordsOfRequest = 500;

    /// <summary>Sends for some time, and prints how many spans were taken.</summary>
    /// <param name="endpoint">Where OTLP over HTTP is taken.</param>
    /// <param name="rate">Spans a second; 0 for as many as are taken.</param>
    /// <param name="duration">How long.</param>
    public static async Task SendAsync(Uri endpoint, int rate, TimeSpan duration)
    {
        if (!endpoint.IsLoopback)
        {
            throw new ArgumentException($"{endpoint} is not on this machine.");
        }

        var requests = SampleTraffic.Requests(200, RecordsOfRequest);
        using var client = new HttpClient { BaseAddress = endpoint };
        var start = Stopwatch.GetTimestamp();
        long sent = 0, refused = 0;
        for (var i = 0; Stopwatch.GetElapsedTime(start) < duration; i++)
        {
            using var content = new ByteArrayContent(requests[i % requests.Count]);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
            using var answer = await client.PostAsync(new Uri("/v1/traces", UriKind.Relative), content);
            if (answer.IsSuccessStatusCode)
            {
                sent += RecordsOfRequest;
            }
            else
            {
                refused++;
            }

            var due = rate == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)sent / rate) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }
        }

        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sent} spans in {elapsed:F1} s, {sent / elapsed:F0} a second; {refused} requests refused"));
    }
}
