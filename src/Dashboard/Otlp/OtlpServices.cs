using Bouncer.Dashboard.Hosting;
using Bouncer.Dashboard.Options;
using Bouncer.Dashboard.Store;
using Grpc.AspNetCore.Server.Model;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bouncer.Dashboard.Otlp;

/// <summary>Adds what receives OTLP.</summary>
internal static class OtlpServices
{
    public static void Add(IServiceCollection services, DashboardOptions options)
    {
        services.AddSingleton<StringPool>();
        services.AddSingleton<BatchReader>();
        services.AddSingleton<Ingest>();
        services.AddSingleton<IngestGate>();
        services.AddSingleton<OtlpHttpEndpoint>();
        services.AddSingleton<OtlpGrpcService>();
        services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = options.MaxRequest);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceMethodProvider<OtlpGrpcService>, OtlpGrpcService.Methods>());
    }

    /// <summary>Answers what comes in by the ports of OTLP, and nothing else.</summary>
    public static IApplicationBuilder UseOtlp(this IApplicationBuilder app)
    {
        var gate = app.ApplicationServices.GetRequiredService<IngestGate>();
        var http = app.ApplicationServices.GetRequiredService<OtlpHttpEndpoint>();
        return app.MapWhen(Listener.Otlp.Has, otlp => otlp
            .Use(next => context => gate.InvokeAsync(context, next))
            .UseRouting()
            .UseEndpoints(endpoints =>
            {
                http.Map(endpoints);
                endpoints.MapGrpcService<OtlpGrpcService>();
            }));
    }
}
