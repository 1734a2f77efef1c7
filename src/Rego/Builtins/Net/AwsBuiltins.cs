using System.Security.Cryptography;
using Bouncer.Rego.Builtins.Times;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Net;

/// <summary>Signing of requests to AWS: signature version 4.</summary>
internal static class AwsBuiltins
{
    private static readonly string[] Required = ["aws_access_key", "aws_region", "aws_secret_access_key", "aws_service"];

    // What proxies change on the way is not signed.
    private static readonly string[] Unsigned = ["authorization", "user-agent", "x-amzn-trace-id"];

    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } = [new("providers.aws.sign_req", SignRequest)];

    private static RegoValue? SignRequest(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var request = Operand.Object(operands, 0);
        var config = Operand.Object(operands, 1);
        CheckConfig(config);
        if (!Operand.Number(operands, 2).TryGetInt64(out var nanoseconds))
        {
            throw Operand.Wrong(2, "could not convert time_ns value into a unix timestamp");
        }

        HttpRequest.Check(request, 0);
        CheckText(request, ["method", "url"], 0, "request parameters(s)");
        var headers = request.TryGet("headers", out var given)
            ? given as RegoObject ?? throw new BuiltinException(BuiltinException.TypeError, $"operand 0 must be object but got {given.TypeName}")
            : RegoObject.Empty;
        var disabled = config.TryGet("disable_payload_signing", out var disable)
            && (disable as RegoBoolean ?? throw Operand.Wrong(1, "invalid value for 'disable_payload_signing' in AWS config")).Value;
        var time = new GoTime(nanoseconds, TimeSpan.Zero, "UTC");
        var signed = new RegoObject.Builder(request);
        signed.Set("headers", Signed(request, config, headers, time, disabled));
        return signed.Build();
    }

    private static string Text(RegoObject obj, string name) => obj.TryGet(name, out var value) && value is RegoString text ? text.Value : "";

    private static void CheckConfig(RegoObject config)
    {
        var missing = Required.Where(name => !config.TryGet(name, out _)).ToList();
        if (missing.Count > 0)
        {
            throw Operand.Wrong(1, $"missing required AWS config parameters(s): {Names(missing)}");
        }

        CheckText(config, Required, 1, "AWS config parameters(s)");
    }

    private static void CheckText(RegoObject obj, string[] names, int index, string what)
    {
        var invalid = names.Where(name => obj.TryGet(name, out var value) && value is not RegoString).ToList();
        if (invalid.Count > 0)
        {
            throw Operand.Wrong(index, $"invalid values for required {what}: {Names(invalid)}");
        }
    }

    private static RegoSet Names(IEnumerable<string> names) => RegoSet.Create([.. names.Select(name => new RegoString(name))]);

    private static RegoObject Signed(RegoObject request, RegoObject config, RegoObject headers, GoTime time, bool unsignedPayload)
    {
        var service = Text(config, "aws_service");
        var url = Uri.TryCreate(Text(request, "url"), UriKind.Absolute, out var parsed) ? parsed : throw new BuiltinException($"parse {GoQuote.Quote(Text(request, "url"))}: invalid URI for request");
        var bodyHash = unsignedPayload ? "UNSIGNED-PAYLOAD" : Hash(Body(request));
        var date = GoLayout.Format(time, "20060102");
        var moment = GoLayout.Format(time, "20060102T150405Z");
        var own = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = url.Authority, ["x-amz-date"] = moment };
        if (service is "s3" or "glacier" || unsignedPayload)
        {
            own["x-amz-content-sha256"] = bodyHash;
        }

        if (Text(config, "aws_session_token") is { Length: > 0 } token)
        {
            own["x-amz-security-token"] = token;
        }

        var all = new SortedDictionary<string, string>(own, StringComparer.Ordinal);
        foreach (var (key, value) in headers)
        {
            var name = ((key as RegoString)?.Value ?? "").ToLowerInvariant();
            if (!Unsigned.Contains(name))
            {
                all[name] = (value as RegoString)?.Value ?? "";
            }
        }

        var names = string.Join(';', all.Keys);
        var path = url.OriginalString.IndexOf('/', url.OriginalString.IndexOf("//", StringComparison.Ordinal) + 2) < 0 ? "" : url.AbsolutePath;
        var canonical = $"{Text(request, "method")}\n{path}\n{url.Query.TrimStart('?')}\n{string.Concat(all.Select(h => $"{h.Key}:{h.Value}\n"))}\n{names}\n{bodyHash}";
        var scope = $"{date}/{Text(config, "aws_region")}/{service}/aws4_request";
        var toSign = $"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{Hash(GoText.ToUtf8(canonical))}";
        var key0 = GoText.ToUtf8("AWS4" + Text(config, "aws_secret_access_key"));
        var signingKey = scope.Split('/').Aggregate(key0, static (key, part) => HMACSHA256.HashData(key, GoText.ToUtf8(part)));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(signingKey, GoText.ToUtf8(toSign)));
        var result = new RegoObject.Builder(headers);
        result.Set("Authorization", new RegoString($"AWS4-HMAC-SHA256 Credential={Text(config, "aws_access_key")}/{scope},SignedHeaders={names},Signature={signature}"));
        foreach (var (name, value) in own)
        {
            result.Set(name, new RegoString(value));
        }

        return result.Build();
    }

    private static byte[] Body(RegoObject request)
        => request.TryGet("raw_body", out var raw) ? GoText.ToUtf8((raw as RegoString)?.Value ?? "")
            : request.TryGet("body", out var body) ? GoText.ToUtf8(RegoJson.ToEscapedJson(body)) : [];

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
