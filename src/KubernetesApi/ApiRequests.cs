using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.KubernetesApi;

/// <summary>Sends requests, waits where the API server asks to, and turns what went wrong into <see cref="ApiException"/>.</summary>
internal sealed class ApiRequests(ApiConnection connection, TimeProvider time)
{
    /// <summary>How often a request is sent at most when the API server is too busy for it.</summary>
    private const int Attempts = 5;

    /// <summary>How long an answer may take that is no watch; above the 60 s after which API servers give up themselves.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(70);

    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <exception cref="ApiException">It was not done.</exception>
    public Task<byte[]> AskAsync(HttpMethod method, string pathAndQuery, Body? body, CancellationToken cancellationToken)
        => AskAsync(method, pathAndQuery, body, static (content, cancellation) => content.ReadAsByteArrayAsync(cancellation), cancellationToken);

    /// <summary>Sends a request and has the whole answer read.</summary>
    /// <exception cref="ApiException">It was not done.</exception>
    public async Task<T> AskAsync<T>(
        HttpMethod method, string pathAndQuery, Body? body, Func<HttpContent, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var answer = await SendAsync(method, pathAndQuery, body, both.Token);
            return await read(answer.Content, both.Token);
        }
        catch (Exception e) when (IsOfConnection(e, cancellationToken))
        {
            throw Unreachable(method, pathAndQuery, e, s_patience);
        }
    }

    /// <summary>Sends a request and gives the answer once its header is there.</summary>
    /// <exception cref="ApiException">The API server refused.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string pathAndQuery, Body? body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, new Uri(connection.Server, pathAndQuery));
            request.Headers.Accept.ParseAdd("application/json");
            if (body is { } content)
            {
                request.Content = new ByteArrayContent(RegoJson.ToUtf8(content.Document));
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(content.MediaType);
            }

            var answer = await connection.SendAsync(request, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                if (attempt == Attempts || Pause(answer) is not { } pause)
                {
                    throw await RefusedAsync(method, pathAndQuery, answer, cancellationToken);
                }

                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    /// <summary>Whether an exception tells of a connection that failed or took too long, and not of a caller who gave up.</summary>
    public static bool IsOfConnection(Exception e, CancellationToken cancellationToken)
        => e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>The exception for a connection that failed.</summary>
    public static ApiException Unreachable(HttpMethod method, string pathAndQuery, Exception e, TimeSpan patience)
    {
        var why = e is OperationCanceledException ? $"not done within {patience.TotalSeconds:0} s" : e.InnerException?.Message ?? e.Message;
        return new($"{Name(method, pathAndQuery)}: {why}", null, ApiException.Unreachable, e);
    }

    /// <summary>The exception for a Status of the API server.</summary>
    public static ApiException Of(string request, HttpStatusCode? status, RegoObject document)
    {
        var code = document.NumberAt("code") is > 0 and < 1000 and var number ? (HttpStatusCode)number : status;
        var reason = document.TextAt("reason");
        var message = document.TextAt("message");
        var next = document.TextAt("metadata", "continue");
        return new(
            $"{request}: {(int?)code} {reason}: {message}",
            code,
            reason.Length > 0 ? reason : code?.ToString() ?? "Unknown")
        {
            ContinueToken = next.Length > 0 ? next : null,
        };
    }

    /// <summary>How long to wait before the request is sent again; null where that would not help.</summary>
    private static TimeSpan? Pause(HttpResponseMessage answer)
    {
        // As client-go: who is told when to come back comes back, whether the server is overloaded or about to end.
        var mayRepeat = answer.StatusCode == HttpStatusCode.TooManyRequests || (int)answer.StatusCode >= 500;
        return mayRepeat && answer.Headers.RetryAfter?.Delta is { } delta
            ? TimeSpan.FromTicks(Math.Clamp(delta.Ticks, TimeSpan.TicksPerMillisecond, s_longestPause.Ticks))
            : null;
    }

    private static async Task<ApiException> RefusedAsync(
        HttpMethod method, string pathAndQuery, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            if (RegoJson.Parse(body) is RegoObject status)
            {
                return Of(Name(method, pathAndQuery), answer.StatusCode, status);
            }
        }
        catch (Exception e) when (e is JsonException or ValueTooDeepException)
        {
            // Something between us and the API server has answered; its status is all there is to tell.
        }

        return new($"{Name(method, pathAndQuery)}: {(int)answer.StatusCode} {answer.ReasonPhrase}", answer.StatusCode, answer.StatusCode.ToString());
    }

    private static string Name(HttpMethod method, string pathAndQuery) => $"{method} /{pathAndQuery.Split('?')[0]}";

    /// <summary>What is sent.</summary>
    public readonly record struct Body(RegoObject Document, string MediaType = "application/json");
}
