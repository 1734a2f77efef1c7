using Bouncer.Dashboard.Options;
using Microsoft.Net.Http.Headers;

namespace Bouncer.Dashboard.Otlp;

/// <summary>OTLP over HTTP: <c>POST /v1/traces</c>, <c>/v1/logs</c> and <c>/v1/metrics</c> (opentelemetry.io/docs/specs/otlp/#otlphttp).
/// Errors have a <c>google.rpc.Status</c> as body.</summary>
internal sealed class OtlpHttpEndpoint(Ingest ingest, DashboardOptions options)
{
    private const int InvalidArgument = 3;
    private const int ResourceExhausted = 8;

    public void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var signal in SignalNames.All)
        {
            endpoints.MapPost(signal.Path(), (RequestDelegate)(context => HandleAsync(context, signal)));
        }
    }

    private async Task HandleAsync(HttpContext context, Signal signal)
    {
        try
        {
            CheckType(context.Request);
            var answer = ingest.Take(signal, await OtlpBody.ReadAsync(context.Request, options.MaxRequest, context.RequestAborted));
            await AnswerAsync(context, StatusCodes.Status200OK, answer);
        }
        catch (RefusedTelemetryException e)
        {
            ingest.Refuse(signal, e.Message);
            var code = e.Status == StatusCodes.Status413PayloadTooLarge ? ResourceExhausted : InvalidArgument;
            await AnswerAsync(context, e.Status, OtlpAnswers.Error(code, e.Message));
        }
        catch (BadHttpRequestException e)
        {
            ingest.Refuse(signal, e.Message);
            await AnswerAsync(context, e.StatusCode, OtlpAnswers.Error(InvalidArgument, e.Message));
        }
    }

    private static void CheckType(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(OtlpBody.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            throw RefusedTelemetryException.Unsupported(
                $"The body is \"{RefusedTelemetryException.Shown(request.ContentType)}\". Send {OtlpBody.MediaType}: set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf.");
        }
    }

    private static async Task AnswerAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = OtlpBody.MediaType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
