using System.Security.Cryptography;
using System.Text;
using Bouncer.Dashboard.Options;

namespace Bouncer.Dashboard.Otlp;

/// <summary>
/// What a request has to pass before anything of it is read: it shows the key, if one is asked for, and it waits while as many
/// others are being read as may be in memory at a time. Whoever is slow does not hold up the others for long.
/// </summary>
internal sealed class IngestGate(DashboardOptions options, TimeProvider time) : IDisposable
{
    /// <summary>The header with the key.</summary>
    public const string KeyHeader = "x-otlp-api-key";

    /// <summary>How many requests are read at a time.</summary>
    public const int MaxRequests = 8;

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _free = new(MaxRequests);
    private readonly byte[]? _key = options.ApiKey is { } key ? Encoding.UTF8.GetBytes(key) : null;

    /// <summary>Lets a request in.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!HasKey(context.Request))
        {
            Refuse(context);
            return;
        }

        await _free.WaitAsync(context.RequestAborted);
        try
        {
            // Whatever is still being read by then breaks off, gRPC and HTTP alike.
            await using var late = time.CreateTimer(static state => ((HttpContext)state!).Abort(), context, s_deadline, Timeout.InfiniteTimeSpan);
            await next(context);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private bool HasKey(HttpRequest request)
        => _key is null || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers[KeyHeader].ToString()), _key);

    /// <summary>401, which for gRPC means UNAUTHENTICATED (github.com/grpc/grpc, doc/http-grpc-status-mapping.md).</summary>
    private static void Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = KeyHeader;
    }
}
