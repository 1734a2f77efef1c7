using System.Net;
using Bouncer.GatekeeperAdapter.Audit.Leases;
using Bouncer.GatekeeperAdapter.Audit.Runs;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Audit;

/// <summary>
/// The audit on the management port. <c>GET /audit</c> tells how it stands: counts, no names of objects. <c>POST /audit/run</c> has it
/// run now and answers when that has ended. As the port asks nobody who he is, only callers on the loopback interface may do the latter:
/// those who may <c>kubectl port-forward</c> to the Pod, or who are in it.
/// </summary>
internal sealed class AuditEndpoint(AuditDesk desk, AuditOptions options, LeaseElection? election)
{
    /// <summary>Adds both paths.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/audit", (RequestDelegate)TellAsync);
        endpoints.MapPost("/audit/run", (RequestDelegate)RunAsync);
    }

    private Task TellAsync(HttpContext context)
    {
        var answer = Documents.Of(("state", new RegoString(State())), ("intervalSeconds", RegoNumber.Of(options.Interval.TotalSeconds)));
        if (Reason() is { } reason)
        {
            answer = answer.With(("reason", new RegoString(reason)));
        }

        if (election is { Holder.Length: > 0 })
        {
            answer = answer.With(("holder", new RegoString(election.Holder)));
        }

        return AnswerAsync(context, HttpStatusCode.OK, desk.Last is { } last ? answer.With(("lastRun", last.ToDocument())) : answer);
    }

    private async Task RunAsync(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } caller || !IPAddress.IsLoopback(caller))
        {
            await RefuseAsync(context, HttpStatusCode.Forbidden, "An audit can be asked for from within the Pod alone: kubectl port-forward to it, and ask 127.0.0.1.");
        }
        else if (desk.IsOpen && await desk.AskAsync().WaitAsync(context.RequestAborted) is { } summary)
        {
            // The run goes on if the caller does not wait for it.
            var status = summary.Outcome == AuditOutcome.Failed ? HttpStatusCode.InternalServerError : HttpStatusCode.OK;
            await AnswerAsync(context, status, summary.ToDocument());
        }
        else
        {
            var holder = election is { Holder.Length: > 0 } ? $" Ask {election.Holder}, which audits." : "";
            await RefuseAsync(context, HttpStatusCode.Conflict, $"{Reason() ?? "This replica does not audit."}{holder}");
        }
    }

    private string State() => desk.Off is not null ? "off" : desk.IsRunning ? "running" : desk.IsOpen ? "leading" : "following";

    private string? Reason() => desk.Off ?? election?.Problem;

    private static Task RefuseAsync(HttpContext context, HttpStatusCode status, string message)
        => AnswerAsync(context, status, Documents.Of(("error", new RegoString(message))));

    private static Task AnswerAsync(HttpContext context, HttpStatusCode status, RegoObject answer)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(RegoJson.ToJson(answer) + "\n");
    }
}
