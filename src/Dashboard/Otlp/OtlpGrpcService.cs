using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Bouncer.Dashboard.Otlp;

/// <summary>OTLP over gRPC: <c>Export</c> of the three collector services. Messages stay bytes here, since
/// <see cref="Ingest"/> reads them itself.</summary>
internal sealed class OtlpGrpcService(Ingest ingest)
{
    private Task<byte[]> ExportAsync(Signal signal, byte[] request)
    {
        try
        {
            return Task.FromResult(ingest.Take(signal, request));
        }
        catch (RefusedTelemetryException e)
        {
            ingest.Refuse(signal, e.Message);
            var code = e.Status == StatusCodes.Status413PayloadTooLarge ? StatusCode.ResourceExhausted : StatusCode.InvalidArgument;
            throw new RpcException(new Status(code, e.Message));
        }
    }

    /// <summary>Tells ASP.NET Core the methods, as generated code would.</summary>
    internal sealed class Methods : IServiceMethodProvider<OtlpGrpcService>
    {
        private static readonly Marshaller<byte[]> s_bytes = new(
            (message, context) => context.Complete(message), context => context.PayloadAsNewBuffer());

        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<OtlpGrpcService> context)
        {
            foreach (var signal in SignalNames.All)
            {
                context.AddUnaryMethod(
                    new Method<byte[], byte[]>(MethodType.Unary, signal.GrpcService(), "Export", s_bytes, s_bytes),
                    [],
                    (service, request, _) => service.ExportAsync(signal, request));
            }
        }
    }
}
