using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

// The floor: the least that an HTTPS service on Kestrel can do for a review. It reads the body and answers a constant,
// so that what a real service costs beside it is the service's own doing. Arguments: PORT CERTIFICATE KEY (PEM files).
var port = int.Parse(args[0], CultureInfo.InvariantCulture);
using var certificate = X509Certificate2.CreateFromPemFile(args[1], args[2]);
var answer = """{"apiVersion":"imagepolicy.k8s.io/v1alpha1","kind":"ImageReview","status":{"allowed":true}}"""u8.ToArray();

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(server =>
{
    server.AddServerHeader = false;
    server.ListenLocalhost(port, endpoint =>
    {
        endpoint.Protocols = HttpProtocols.Http1AndHttp2;
        endpoint.UseHttps(certificate);
    });
});

var app = builder.Build();
app.Run(async context =>
{
    await SkipAsync(context.Request.BodyReader);
    context.Response.ContentType = "application/json";
    context.Response.ContentLength = answer.Length;
    await context.Response.BodyWriter.WriteAsync(answer);
});
await app.RunAsync();

static async Task SkipAsync(PipeReader body)
{
    ReadResult read;
    do
    {
        read = await body.ReadAsync();
        body.AdvanceTo(read.Buffer.End);
    }
    while (!read.IsCompleted);
}
