using System;
using System.Security;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Secrets;

public sealed class RedactorTests
{
    [Theory]
    [InlineData("the key is " + Bench.Key + ".", Bench.Key)]
    [InlineData("""{"password": "hunter2 \" x", "name": "a"}""", "hunter2")]
    [InlineData("""{"aws_secret_access_key":"abc/def+1"}""", "abc/def+1")]
    [InlineData("""{"config":{"user":"root","host":"h"}}""", "root")]
    [InlineData("""{\"token\":\"t0ps3cret\"}""", "t0ps3cret")]
    [InlineData("""{"private_key":"-----BEGIN\nabc","x":1}""", "BEGIN")]
    [InlineData("""{"api_token":"phc_abcdef123456"}""", "phc_abcdef")]
    [InlineData("""{"client_email":"robot@example.com"}""", "robot")]
    [InlineData("Authorization: Bearer abcdefghijk", "abcdefghijk")]
    [InlineData("Proxy-Authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz")]
    [InlineData("Set-Cookie: sessionid=abcdef; Path=/", "abcdef")]
    [InlineData("see https://h/x?personal_api_key=abc123&y=1", "abc123")]
    [InlineData("https://s3/x?X-Amz-Signature=deadbeef&X-Amz-Credential=AKIA1", "deadbeef")]
    [InlineData("another phx_AnotherKey12345 here", "AnotherKey12345")]
    [InlineData("oauth pha_AnotherKey12345 here", "AnotherKey12345")]
    [InlineData("secret phs_AnotherKey12345 here", "AnotherKey12345")]
    public void Takes_secrets_out(string text, string secret)
    {
        string clean = NewRedactor().Clean(text);

        Assert.DoesNotContain(secret, clean, StringComparison.Ordinal);
        Assert.Contains("[redacted]", clean, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /api/projects/7/batch_exports/: 200 in 12 ms")]
    [InlineData("""{"name":"a","primary_key":["id"],"kms_key_id":"alias/x","username_like":1}""")]
    [InlineData("API key missing required scope 'batch_export:write'")]
    [InlineData("Authentication credentials were not provided.")]
    [InlineData("""{"password_required":true,"signature_ok":null}""")]
    [InlineData("Personal API key found in request Authorization header is invalid.")]
    [InlineData("")]
    public void Leaves_other_texts_alone(string text) => Assert.Equal(text, NewRedactor().Clean(text));

    [Fact]
    public void Finds_the_key_inside_addresses_too()
    {
        using SecureString secret = Bench.Secure("phx_a+b/c=d12345");
        using var key = new ConnectionKey(new ConnectionSettings { ApiKey = secret });

        string clean = new Redactor(key).Clean("https://h/?k=" + Uri.EscapeDataString("phx_a+b/c=d12345"));

        Assert.Equal("https://h/?k=[redacted]", clean);
    }

    private static Redactor NewRedactor()
    {
        using SecureString secret = Bench.Secure(Bench.Key);
        return new Redactor(new ConnectionKey(new ConnectionSettings { ApiKey = secret }));
    }
}
