using System;
using System.Security;

namespace PostHogPS;

/// <summary>A password that opens the public link of a dashboard.</summary>
public sealed class DashboardSharingPassword : PostHogObject
{
    /// <summary>Id of the password; a refreshed link gives its passwords new ones.</summary>
    public long Id { get; set; }

    /// <summary>The dashboard.</summary>
    public long DashboardId { get; set; }

    /// <summary>What it is for.</summary>
    public string Note { get; set; } = "";

    /// <summary>False for one that was removed.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>Creation time.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>Email address of who made it.</summary>
    public string CreatedByEmail { get; set; } = "";

    /// <summary>The password itself; only on what New-PHDashboardSharingPassword gives, since PostHog shows it once.</summary>
    public SecureString? Password { get; set; }

    /// <summary>The note, or the id.</summary>
    public override string ToString() => Note.Length > 0 ? Note : Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
