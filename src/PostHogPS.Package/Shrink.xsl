<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output encoding="utf-8" indent="no" />
  <xsl:strip-space elements="*" />
  <!-- Everything but comments, which no template takes along. -->
  <xsl:template match="@*|*|text()">
    <xsl:copy>
      <xsl:apply-templates select="@*|*|text()" />
    </xsl:copy>
  </xsl:template>
  <!-- A copy out of a job or a file is written again with the properties of whatever it is a copy of. -->
  <xsl:template match="Type[starts-with(Name, 'Deserialized.')]/Members">
    <xsl:copy>
      <MemberSet>
        <Name>PSStandardMembers</Name>
        <Members>
          <NoteProperty><Name>SerializationMethod</Name><Value>SpecificProperties</Value></NoteProperty>
          <PropertySet>
            <Name>PropertySerializationSet</Name>
            <ReferencedProperties>
              <xsl:copy-of select="//ReferencedProperties/Name[not(. = preceding::ReferencedProperties/Name)]" />
            </ReferencedProperties>
          </PropertySet>
        </Members>
      </MemberSet>
      <xsl:apply-templates select="*" />
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
