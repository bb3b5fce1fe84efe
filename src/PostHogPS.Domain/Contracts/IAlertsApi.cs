using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary><c>/api/projects/{project}/hog_functions/</c>, as far as alerts of batch exports need it (docs/server.md#alerts).</summary>
public interface IAlertsApi
{
    /// <summary>GET list of the functions for a project's own events. Only some of them are about batch exports.</summary>
    Task<Page<BatchExportAlert>> ListAsync(string project, string? next, CallContext call);

    /// <summary>GET one, with what older servers leave out of lists.</summary>
    Task<BatchExportAlert> GetAsync(string project, Guid id, CallContext call);

    /// <summary>POST, sent once.</summary>
    Task<BatchExportAlert> CreateAsync(string project, IDictionary<string, object?> body, CallContext call);

    /// <summary>PATCH.</summary>
    Task<BatchExportAlert> UpdateAsync(string project, Guid id, IDictionary<string, object?> body, CallContext call);

    /// <summary>PATCH deleted: DELETE is refused.</summary>
    Task RemoveAsync(string project, Guid id, CallContext call);

    /// <summary>GET a template.</summary>
    Task<AlertTemplate> GetTemplateAsync(string project, string template, CallContext call);

    /// <summary>POST invocations: runs a function with an event that is given. Sent once where it really sends the message.</summary>
    Task<BatchExportAlertTest> TestAsync(string project, Guid id, IDictionary<string, object?> body, bool sends, CallContext call);
}
