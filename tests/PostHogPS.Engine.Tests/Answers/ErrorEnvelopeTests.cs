using System.Text;
using Xunit;

namespace PostHogPS.Engine.Tests.Answers;

/// <summary>PostHog's own refusals, told from what gateways answer in its place.</summary>
public sealed class ErrorEnvelopeTests
{
    [Theory]
    [InlineData("""{"type":"validation_error","code":"invalid_input","detail":"No.","attr":"name"}""")]
    [InlineData("""{"type":"server_error","code":"database_unavailable","detail":"Later.","attr":null,"error_event_id":"x"}""")]
    [InlineData("""{"type":"a_new_word","code":"b.new-word","detail":"No.","hint":{"a":[1,2]}}""")]
    [InlineData("""{"detail":"Not found."}""")]
    [InlineData("""{"error":"Already there."}""")]
    [InlineData("""{"detail":"No.","extra":{"code":7},"attr":null}""")]
    public void PostHog_wrote_it(string body) => Assert.True(ErrorEnvelope.Read(Encoding.UTF8.GetBytes(body)).IsFromPostHog);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("<html>404</html>")]
    [InlineData("upstream connect error or disconnect/reset before headers")]
    [InlineData("""{"code":503,"message":"upstream connect error"}""")]
    [InlineData("""{"code":"503","message":"upstream connect error"}""")]
    [InlineData("""{"message":"Forbidden"}""")]
    [InlineData("""{"message":null}""")]
    [InlineData("""{"type":"https://developers.cloudflare.com/support/1015","title":"Error 1015","status":429,"detail":"You are being rate limited","error_code":1015}""")]
    [InlineData("""{"timestamp":"2026-11-26T10:00:00Z","status":404,"error":"Not Found","path":"/api"}""")]
    [InlineData("""{"type":"server_error","code":503,"detail":"x"}""")]
    [InlineData("""{"type":"server_error","code":"database_unavailable"}""")]
    [InlineData("""{"type":"server_error","code":"database_unavailable","detail":"x""")]
    [InlineData("""["detail"]""")]
    [InlineData("null")]
    public void Somebody_else_wrote_it(string body) => Assert.False(ErrorEnvelope.Read(Encoding.UTF8.GetBytes(body)).IsFromPostHog);
}
